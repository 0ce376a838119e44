import { watchScript } from './watch-script.js';
import { watchStyle } from './watch-style.js';

/** The city at work: what each level holds, what is late, and requests moving, live. */
export const watchPage = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>联动 · 看诉求上升 / Watch requests climb</title>
<style>${watchStyle}</style></head>
<body>
<header><div><h1>联动 <small data-zh="诉求逐级上升" data-en="requests climb, level by level"></small></h1></div>
<nav id="places" role="tablist"></nav>
<div class="time"><span id="now">–</span><span id="live" class="off" title="SSE"></span><button id="language" type="button">EN</button></div></header>
<section id="totals"></section>
<main><section id="levels"></section>
<aside><h2 data-zh="最近的动向" data-en="Latest moves"></h2><ol id="moves"></ol></aside></main>
<script>${watchScript}</script></body></html>`;
