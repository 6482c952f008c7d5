"use strict";
// One stop of the Tab key for each figure; the arrow keys go on from there.
for (const figure of document.querySelectorAll("figure.timeline")) {
    const bars = [...figure.querySelectorAll(".bar")];
    const status = figure.querySelector("[role=status]");
    const tell = (bar) => { status.textContent = bar.getAttribute("aria-label"); };
    const moves = {
        ArrowDown: (at) => at + 1,
        ArrowRight: (at) => at + 1,
        ArrowUp: (at) => at - 1,
        ArrowLeft: (at) => at - 1,
        Home: () => 0,
        End: () => bars.length - 1,
    };
    bars.forEach((bar, at) => {
        bar.addEventListener("pointerenter", () => tell(bar));
        bar.addEventListener("focus", () => {
            for (const other of bars) other.setAttribute("tabindex", other === bar ? "0" : "-1");
            tell(bar);
        });
        bar.addEventListener("keydown", (event) => {
            const move = event.ctrlKey || event.altKey || event.metaKey ? undefined : moves[event.key];
            if (!move) return;
            event.preventDefault();
            bars[Math.min(Math.max(move(at), 0), bars.length - 1)].focus();
        });
    });
}
// Paper has no folds.
let folded = [];
window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
});
window.addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
});
