import { expect, test } from "vitest";

import { describeInBrowser } from "../../../../../../tools/describe-in-browser.ts";
import { toOpenApi } from "../../contract/openapi/document.ts";
import { serveOnce, shelf } from "./served.fixture.ts";

describeInBrowser("the reference page in a browser", (browser) => {
  test("shows the operations, without an error, a refusal of its policy, or a call to elsewhere", async () => {
    const document = JSON.stringify(toOpenApi(shelf));
    const { url } = await serveOnce(() => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: document,
    }));
    const page = await browser().newPage();
    const complaints: string[] = [];
    const origins = new Set<string>();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("data:")) origins.add(new URL(request.url()).origin);
    });
    await page.goto(`${url}/docs`, { waitUntil: "networkidle" });
    expect(await page.title()).toBe("The <Shelf> & Co · API reference");
    expect(await page.locator(".opblock-summary-path").allInnerTexts()).toEqual([
      "/records",
      "/records",
      "/records/{id}",
    ]);
    await page.locator(".opblock-summary").first().click();
    await page.locator(".opblock-body .execute").waitFor();
    expect(await page.locator(".topbar").count()).toBe(0);
    expect([complaints, [...origins]]).toEqual([[], [url]]);
    await page.close();
  });
});
