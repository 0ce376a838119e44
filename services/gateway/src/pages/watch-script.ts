/** Runs in the page: draws what `/v1/watch/stream` sends. Text is always set as text, never as HTML. */
export const watchScript = `
'use strict';
let language='zh',place=null,last=null;const seen=new Map();
const $=id=>document.getElementById(id);
const words={open:{zh:'在办',en:'open'},overdue:{zh:'逾期',en:'late'},closedToday:{zh:'今日办结',en:'closed today'},escalated:{zh:'已上升',en:'climbed'}};
function el(tag,text,name){const e=document.createElement(tag);if(text!=null)e.textContent=text;if(name)e.className=name;return e}
function say(w){return w&&typeof w==='object'?w[language]||w.zh:w==null?'':String(w)}
function clockTime(iso,date){const d=new Date(iso);const o={timeZone:'Asia/Shanghai',hour:'2-digit',minute:'2-digit',hour12:false};if(date)Object.assign(o,{month:'2-digit',day:'2-digit',weekday:'short'});return d.toLocaleString(language==='zh'?'zh-CN':'en-GB',o)}
function draw(){if(!last)return;for(const e of document.querySelectorAll('[data-zh]'))e.textContent=e.dataset[language];
 $('language').textContent=language==='zh'?'EN':'中文';$('now').textContent=clockTime(last.now,true);
 const places=last.jurisdictions;if(!places.some(p=>p.code===place))place=places[0]&&places[0].code;
 $('places').replaceChildren(...places.map(p=>{const b=el('button',p.name);b.type='button';b.setAttribute('role','tab');b.setAttribute('aria-selected',String(p.code===place));b.onclick=()=>{place=p.code;draw()};return b}));
 const here=places.find(p=>p.code===place);if(!here)return;
 $('totals').replaceChildren(...['open','overdue','escalated','closedToday'].filter(k=>here.totals[k]!=null).map(k=>{const d=el('div',null,k==='overdue'?'late':'');d.append(el('b',here.totals[k]),el('span',words[k][language]));return d}));
 $('levels').replaceChildren(...[...here.levels].reverse().map(level=>{const box=el('div',null,'level'+(level.beyond?' beyond':''));const head=el('div');head.append(el('h2',say(level.title)));
  for(const k of ['open','overdue']){const p=el('p',null,k==='overdue'?'late':'');p.append(el('b',level[k]),document.createTextNode(' '+words[k][language]));head.append(p)}
  const held=el('div',null,'held');for(const r of level.held||[]){const i=el('i',r.number,[r.late?'late':'',r.state==='resolved'?'resolved':'',seen.get(r.number)!==level.id?'new':''].join(' ').trim());i.title=[r.category,r.state,r.dueAt?clockTime(r.dueAt,true):''].filter(Boolean).join(' · ');held.append(i)}
  const more=level.open-(level.held||[]).length;if(more>0)held.append(el('i','+'+more));box.append(head,held);return box}));
 for(const p of places)for(const l of p.levels)for(const r of l.held||[])seen.set(r.number,l.id);
 $('moves').replaceChildren(...last.moves.slice(0,24).map(m=>{const up=/Escalation/.test(m.type),end=/Closed|Resolved/.test(m.type);const li=el('li',null,up?'up':end?'end':'');const t=el('time',clockTime(m.at));li.append(t,el('b',m.number),document.createTextNode(' '+say(m.text)));return li}))}
$('language').onclick=()=>{language=language==='zh'?'en':'zh';document.documentElement.lang=language==='zh'?'zh-CN':'en';draw()};
function take(data){last=data;draw()}
fetch('/v1/watch').then(r=>r.json()).then(take).catch(()=>{});
const stream=new EventSource('/v1/watch/stream');stream.addEventListener('watch',e=>{$('live').className='';take(JSON.parse(e.data))});stream.onopen=()=>{$('live').className=''};stream.onerror=()=>{$('live').className='off'};
setInterval(()=>fetch('/v1/clock').then(r=>r.json()).then(c=>{if(last){last.now=c.now;$('now').textContent=clockTime(c.now,true)}}).catch(()=>{}),1000);
`;
