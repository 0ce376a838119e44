import { pageIcon } from './page-icon.js';

export const startPage = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>联动 / Liandong</title>
${pageIcon}
<style>body{font:17px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:44rem;margin:4rem auto;padding:0 1.2rem;color:#16242f;background:#f6f8f7}
h1{font-size:1.9rem;margin:0}p{margin:.4rem 0 2rem;color:#48606b}a{color:#0b6e5a}li{margin:.5rem 0}code{background:#e6ecea;padding:.1rem .35rem;border-radius:4px}</style></head>
<body><h1>联动 <small>Liandong</small></h1>
<p>居民的诉求找到唯一的经办人,下级解决不了的逐级上升,直到解决、居民认可。<br>A resident’s request finds the one person responsible and climbs, level by level, until it is solved and the resident says so.</p>
<ul>
<li><a href="/watch">/watch</a> 看诉求逐级上升 · watch requests climb</li>
<li><a href="/docs">/docs</a> 接口说明与试用 · the REST interface (<a href="/openapi.json">OpenAPI 3.1</a>)</li>
<li><a href="/dev/outbox">/dev/outbox</a> 发出的通知 · caught notices</li>
<li><a href="/readyz">/readyz</a> 各服务状态 · health of all services · <a href="/metrics">/metrics</a></li>
</ul></body></html>`;
