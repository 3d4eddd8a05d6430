import { expect, test } from "vitest";

import { describeInBrowser } from "./describe-in-browser.ts";

describeInBrowser("the browser of the tests", (browser) => {
  test("runs a page's script", async () => {
    const page = await browser().newPage();
    await page.setContent(
      "<output></output><script>document.querySelector('output').textContent = 'up'</script>",
    );
    expect(await page.textContent("output")).toBe("up");
    await page.close();
  });

  test("starts each context with a fresh profile", async () => {
    const context = await browser().newContext();
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });
});
