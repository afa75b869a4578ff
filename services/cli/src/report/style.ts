import { Html } from './html.js';

/** Inline, so that the file can be mailed; follows the reader's light or dark setting and prints light on A4. */
export const style = new Html(`<style>
:root{color-scheme:light dark;--page:#fff;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--panel:#f5f7f9;--core:#0b4f6c;--top:#1f7a9c;--other:#b3c3ce;--on-core:#fff;--on-top:#fff;--on-other:#1c2430;--area:#e4f1f6;--warn:#8a4b00;--warn-back:#fff1dd;--low:#6f8796;--watch:#d9a400;--high:#e07b00;--critical:#c62828}
@media (prefers-color-scheme:dark){:root{--page:#14181d;--ink:#e6eaee;--soft:#9aa6b2;--line:#303842;--panel:#1c2229;--core:#7cc8e6;--top:#4aa3c6;--other:#4a5661;--on-core:#0d1317;--on-top:#0d1317;--on-other:#e6eaee;--area:#1b2c35;--warn:#ffc078;--warn-back:#3a2a14;--low:#7d93a1;--watch:#d9a400;--high:#f08c1a;--critical:#ef5350}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:900px;margin:0 auto;padding:40px 28px 56px}
.kicker{margin:0 0 6px;color:var(--soft);font-weight:600}
h1{margin:0 0 10px;font-size:29px;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
h2{margin:44px 0 10px;font-size:20px;line-height:1.3}
.meta{margin:0;color:var(--soft)}
p{margin:0 0 12px;max-width:72ch}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;margin:24px 0 0}
.figure{display:flex;flex-direction:column;background:var(--panel);border-radius:8px;padding:14px 16px}
.figure dd{margin:0;font-size:24px;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums;white-space:nowrap}
.figure dt{color:var(--soft);font-size:13.5px;line-height:1.35;margin-top:4px}
figure{display:grid;grid-template-columns:1fr 230px;gap:28px;align-items:start;margin:0}
figure svg{display:block;width:100%;height:auto}
figcaption{color:var(--soft);font-size:15px;padding-top:10px}
figcaption strong{color:var(--ink)}
svg text{fill:var(--soft);font-size:12px;font-family:inherit}
svg .value{fill:var(--ink);font-size:16px;font-weight:650}
svg .axis{font-size:12.5px}
.grid{stroke:var(--line);stroke-width:1}
.area{fill:var(--area)}
.curve{fill:none;stroke:var(--core);stroke-width:2.5;stroke-linejoin:round}
.equal{fill:none;stroke:var(--soft);stroke-width:1.2;stroke-dasharray:4 4}
.drop{fill:none;stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
.mark{fill:var(--core);stroke:var(--page);stroke-width:2}
table{border-collapse:collapse;width:100%;font-size:14.5px}
caption{text-align:left;color:var(--soft);padding:0 0 8px}
th,td{padding:7px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-size:13px;font-weight:600;vertical-align:bottom}
tbody th{font-weight:600}
small{color:var(--soft);font-size:13px;font-weight:400;margin-left:6px}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.date{white-space:nowrap;font-variant-numeric:tabular-nums}
.barred{width:24%}
.bar{display:block;width:100%;height:10px;border-radius:3px}
.track{fill:var(--panel)}
rect.core{fill:var(--core)}rect.top{fill:var(--top)}rect.other{fill:var(--other)}
.stack{display:flex;align-items:center;gap:12px;margin:0 0 8px}
.stack-label{flex:0 0 84px;color:var(--soft);font-size:14px}
.segments{flex:1;display:flex;gap:2px;height:32px;border-radius:6px;overflow:hidden}
.segment{display:flex;align-items:center;justify-content:center;overflow:hidden;white-space:nowrap;font-size:13.5px;font-weight:600}
.abc-a{background:var(--core);color:var(--on-core)}.abc-b{background:var(--top);color:var(--on-top)}.abc-c{background:var(--other);color:var(--on-other)}
.stack + .stack{margin-bottom:14px}
.flag{display:inline-block;background:var(--warn-back);color:var(--warn);border-radius:4px;padding:0 6px;font-size:12px;font-weight:600;white-space:nowrap}
.band-flag-critical{background:var(--critical);color:#fff}
.wide svg{display:block;width:100%;height:auto;max-width:820px}
.cell{fill:var(--panel)}
.band-low{fill:var(--low)}.band-watch{fill:var(--watch)}.band-high{fill:var(--high)}.band-critical{fill:var(--critical)}
svg .inside{fill:var(--ink);font-size:12.5px}
.note{margin-top:8px;color:var(--soft);font-size:14px}
.why{font-size:13.5px;max-width:44ch}
.months{font-size:13.5px;white-space:nowrap}
.spark{width:60px;height:20px;vertical-align:middle}
.spark polyline{fill:none;stroke:var(--core);stroke-width:2;stroke-linejoin:round}
table + table{margin-top:22px}
.definitions dl{display:grid;grid-template-columns:120px 1fr;gap:8px 20px;margin:0;font-size:14.5px}
.definitions dt{font-weight:600}.definitions dd{margin:0;max-width:70ch}
footer{margin-top:44px;padding-top:12px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
abbr{text-decoration:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:640px){main{padding:24px 16px}h1{font-size:23px}section{overflow-x:auto}figure{grid-template-columns:1fr;gap:8px}.definitions dl{grid-template-columns:1fr;gap:2px}.definitions dd{margin-bottom:10px}.barred{display:none}}
@page{size:A4;margin:16mm 14mm}
@media print{:root{color-scheme:light;--page:#fff;--ink:#000;--soft:#4a5561;--line:#cfd6dd;--panel:#f2f4f6;--core:#0b4f6c;--top:#1f7a9c;--other:#b3c3ce;--on-core:#fff;--on-top:#fff;--on-other:#1c2430;--area:#e4f1f6;--warn:#8a4b00;--warn-back:#fff1dd;--low:#6f8796;--watch:#d9a400;--high:#e07b00;--critical:#c62828}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}body{font-size:11pt}main{max-width:none;padding:0}h1{font-size:20pt}h2{margin-top:26px;break-after:avoid}tr,figure,.stack,.figures,.definitions dd{break-inside:avoid}thead{display:table-header-group}.figure dd{font-size:15pt}figure{grid-template-columns:1fr 46mm;gap:8mm}figcaption{font-size:10pt}}
</style>`);
