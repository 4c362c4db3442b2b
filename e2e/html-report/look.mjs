// Opens each page on a phone and on a desktop, in light and in dark mode, without a network, and uses it as a reader would.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [shots, ...pages] = process.argv.slice(2);
const screens = [
  { name: "phone", width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  { name: "desktop", width: 1280, height: 900, isMobile: false, hasTouch: false, deviceScaleFactor: 1 },
];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Contrast as WCAG 2.2 defines it, 1.4.3: at least 4.5 for text.
const worstContrast = () => {
  const parse = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  let worst = { ratio: 21, text: "" };
  for (const element of document.querySelectorAll("h1, h2, p, a, td, th, summary, .kind, .sum, .badge, label, output, code, pre")) {
    if (!element.textContent.trim() || element.closest("svg") || !element.offsetParent) continue;
    const [text, page] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))];
    const ratio = (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: element.textContent.trim().slice(0, 40) };
  }
  return worst;
};

let looks = 0;
for (const file of pages) {
  const name = path.basename(file, ".html");
  for (const screen of screens) {
    for (const colorScheme of ["light", "dark"]) {
      const where = `${name}, ${screen.name}, ${colorScheme}`;
      const context = await browser.newContext({ viewport: { width: screen.width, height: screen.height }, isMobile: screen.isMobile, hasTouch: screen.hasTouch, deviceScaleFactor: screen.deviceScaleFactor, colorScheme, offline: true });
      const page = await context.newPage();
      const [requests, complaints] = [[], []];
      const own = pathToFileURL(path.resolve(file)).href;
      page.on("request", (request) => request.url() === own || request.url().startsWith("data:") || requests.push(request.url()));
      page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(own);

      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${where}: the page is ${overflow} px wider than the screen`);
      const worst = await page.evaluate(worstContrast);
      assert.ok(worst.ratio >= 4.5, `${where}: contrast ${worst.ratio.toFixed(2)} of "${worst.text}"`);
      const brightness = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)[0]);
      assert.equal(brightness < 128, colorScheme === "dark", `${where}: the page is not ${colorScheme}`);
      assert.ok((await page.locator("#cost-table tbody tr").count()) > 3, `${where}: no costs`);
      assert.ok((await page.locator("#graph svg rect").count()) > 3, `${where}: no graph`);
      assert.equal(await page.locator("#changes").isVisible(), name === "difference", `${where}: changes`);
      await page.screenshot({ path: path.join(shots, `${name}-${screen.name}-${colorScheme}.png`), fullPage: true });

      const all = await page.locator("#tree details").count();
      await page.fill("#query", "bucket lifecycle");
      const found = await page.locator("#tree details.resource:visible").allInnerTexts();
      const buckets = await page.locator('#tree details.resource:has-text("BucketLifecycleConfiguration")').count();
      assert.ok(found.length > 0 === buckets > 0 && found.length < all, `${where}: search found ${found.length} of ${all}`);
      assert.match(await page.locator("#hits").innerText(), new RegExp(`^${found.length} resources? found$`), `${where}: number of hits`);
      await page.fill("#query", "no such thing anywhere");
      assert.equal(await page.locator("#tree details:visible").count(), 0, `${where}: search for nothing`);
      await page.press("#query", "Escape");
      assert.equal(await page.inputValue("#query"), "", `${where}: Escape clears the search`);
      await page.fill("#query", "vpc network");
      await page.locator("#tree details.resource:visible > summary").first().click();
      assert.match(await page.locator("#tree details.resource[open] pre").first().innerText(), /"region"/, `${where}: inputs of a resource`);
      await page.screenshot({ path: path.join(shots, `${name}-${screen.name}-${colorScheme}-search.png`) });

      assert.deepEqual(requests, [], `${where}: the page asks the network`);
      assert.deepEqual(complaints, [], `${where}: the console complains`);
      await context.close();
      looks += 1;
    }
  }
}
await browser.close();
console.log(`${pages.length} pages looked at ${looks} times: no request, no complaint, search works`);
