import { pageIcon } from './page-icon.js';
import { watchDrawing } from './watch-drawing.js';
import { watchScript } from './watch-script.js';
import { watchStyle } from './watch-style.js';
import { watchWords } from './watch-words.js';

/** The city at work: what each level holds, what is late, and requests moving, live. */
export const watchPage = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>联动 · 看诉求上升 / Watch requests climb</title>
${pageIcon}
<style>${watchStyle}</style></head>
<body>
<header><h1>联动 <small data-word="title"></small></h1>
<nav id="places" role="tablist"></nav>
<div class="time"><span id="mode"></span><time id="now">–</time><span id="live" class="off" role="status"></span><button id="language" type="button" lang="en">EN</button></div></header>
<section id="totals"></section>
<main><section id="board"></section>
<aside><h2 data-word="moves"></h2><ol id="moves"></ol></aside></main>
<footer><span class="key"></span><span data-word="onTime"></span><span class="key late"></span><span data-word="late"></span><span class="key urgent"></span><span data-word="urgent"></span><span data-word="legend"></span></footer>
<script>const WORDS=${JSON.stringify(watchWords)};${watchDrawing}${watchScript}</script></body></html>`;
