import { outbox } from "servery/mail";
import { expect, test } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import { serveClub } from "./outbox-service.fixture.ts";

describeInBrowser("the outbox in a browser", (browser) => {
  test("is read without scripts, without a refusal of its policy, and leads where the mail says", async () => {
    const mailer = outbox();
    const { url } = await serveClub({ identity: { origin: "http://localhost:4000", mailer } });
    const mail = {
      id: "1@club.example",
      date: 0,
      from: "club@club.example",
      to: "ann@example.com",
    };
    const link = "http://localhost:4000/reset-password#token";
    await mailer.send({
      ...mail,
      subject: `<img src=x onerror="alert(1)">`,
      text: `Choose it here:\n\n${link}\n\n    12345678\n`,
      html: `<p style="color: rgb(1, 2, 3)">Hello</p><script>document.body.textContent = "ran"</script><img src="https://evil.example/pixel">`,
    });
    const context = await browser().newContext({ javaScriptEnabled: true });
    const page = await context.newPage();
    const failed: string[] = [];
    page.on("requestfailed", (request) =>
      failed.push(`${request.url()} ${request.failure()?.errorText}`),
    );
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(`${url}/_servery/outbox`);
    expect(complaints).toEqual([]);
    expect(await page.getByRole("article").getByRole("heading").innerText()).toBe(
      `<img src=x onerror="alert(1)">`,
    );
    expect(await page.getByRole("link", { name: link }).getAttribute("href")).toBe(link);
    expect(await page.locator(".code").innerText()).toBe("12345678");
    const style = await page
      .locator("article")
      .evaluate((article) => getComputedStyle(article).borderRadius);
    expect(style).toBe("14px");

    await page.getByText("As HTML").click();
    const frame = page.frameLocator("iframe");
    await frame.getByText("Hello").waitFor();
    expect(await frame.getByText("Hello").evaluate((text) => getComputedStyle(text).color)).toBe(
      "rgb(1, 2, 3)",
    );
    expect(await frame.getByText("ran").count()).toBe(0);
    // Refused by the policy, before anything was sent.
    expect(failed).toEqual(["https://evil.example/pixel csp"]);
    await context.close();
  });
});
