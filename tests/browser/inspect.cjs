// Opens one HTML file in headless Chromium and prints, as JSON, what the tests ask about.
//
//     NODE_PATH=.../node_modules node inspect.cjs CHROMIUM FILE [SCREENSHOTS]
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, file, screenshots] = process.argv.slice(2);

async function open(browser, options) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const requests = [];
    const errors = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
    await page.goto(pathToFileURL(path.resolve(file)).href, { waitUntil: "networkidle" });
    return { page, requests, errors };
}

// Folded parts are invisible to axe, so it looks at all of them unfolded.
const unfold = (page) => page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
});

async function violations(page) {
    // The page's policy keeps scripts out; evaluating is the debugger's right.
    await page.evaluate(axe);
    const { violations: found, passes } = await page.evaluate(() => axe.run(document));
    const told = found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
    return { violations: told, passes: passes.length };
}

async function keyboard(page) {
    const now = () => page.evaluate(() => {
        const bar = document.activeElement;
        const status = bar.closest("figure")?.querySelector("[role=status]");
        return { label: bar.getAttribute("aria-label"), status: status?.textContent };
    });
    const isBar = () => page.evaluate(() => document.activeElement.classList.contains("bar"));
    let tabs = 0;
    while (tabs++ < 500 && !(await isBar())) await page.keyboard.press("Tab");
    const steps = [{ key: "Tab", ...(await now()) }];
    for (const key of ["ArrowDown", "ArrowRight", "ArrowUp", "End", "ArrowDown", "Home", "ArrowLeft"]) {
        await page.keyboard.press(key);
        steps.push({ key, ...(await now()) });
    }
    await page.keyboard.press("Tab");
    const left = !(await isBar());
    const bars = await page.evaluate((label) => {
        const first = [...document.querySelectorAll(".bar")].find((bar) => bar.getAttribute("aria-label") === label);
        return [...first.closest("figure").querySelectorAll(".bar")].map((bar) => bar.getAttribute("aria-label"));
    }, steps[0].label);
    return { steps, left, bars };
}

async function main() {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const seen = { schemes: {} };
    for (const colorScheme of ["light", "dark"]) {
        const { page, requests, errors } = await open(browser, { colorScheme });
        const keys = await keyboard(page);
        if (screenshots) await page.screenshot({ path: `${screenshots}-${colorScheme}.png`, fullPage: true });
        await unfold(page);
        seen.schemes[colorScheme] = {
            ...(await violations(page)), requests, errors, keys,
            background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        };
        if (screenshots) await page.screenshot({ path: `${screenshots}-${colorScheme}-unfolded.png`, fullPage: true });
    }
    const { page } = await open(browser, { viewport: { width: 320, height: 640 } });
    seen.narrow = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth, window: window.innerWidth,
    }));
    if (screenshots) await page.screenshot({ path: `${screenshots}-narrow.png`, fullPage: true });
    seen.folded_on_paper = await page.evaluate(() => {
        window.dispatchEvent(new Event("beforeprint"));
        return document.querySelectorAll("details:not([open])").length;
    });
    await page.emulateMedia({ media: "print" });
    if (screenshots) await page.pdf({ path: `${screenshots}.pdf`, format: "A4" });
    await page.emulateMedia({ media: "screen", forcedColors: "active" });
    if (screenshots) await page.screenshot({ path: `${screenshots}-forced.png`, fullPage: true });
    await browser.close();
    console.log(JSON.stringify(seen));
}

main().catch((error) => { console.error(error); process.exit(1); });
