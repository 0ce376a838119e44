/**
 * Runs in the page: elements out of what the ledger says. Text is set as text, never as HTML. A request keeps its chip for
 * as long as it is shown, so that it can be seen flying from the level it left to the level it came to.
 */
export const watchDrawing = `
'use strict';
let language = 'zh';
const say = words => words == null ? '' : typeof words === 'object' ? words[language] || words.zh : String(words);
const word = name => WORDS[name] ? WORDS[name][language] : name;
const byId = id => document.getElementById(id);

function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content.map(part => part instanceof Node ? part : document.createTextNode(String(part))));
  return made;
}

function beijing(time, month) {
  const options = { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false };
  if (month) Object.assign(options, { month, day: 'numeric' }, month === 'long' && { weekday: 'short' });
  return new Date(time).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', options);
}

/** 310106-261210-00073-6 is told as 0073-6: the place and the day stand elsewhere. */
const shortNumber = number => String(number).replace(/^.*-\\d?(\\d{4}-\\d)$/, '$1');

const figure = (value, name, kind) => {
  const box = element('div', kind, element('b', '', value), element('span', '', word(name)));
  if (kind === 'late' && !value) box.className = '';
  return box;
};

const chips = new Map();

function chipOf(request, levelKey, categories) {
  const chip = chips.get(request.number) || { at: null, node: element('i', '') };
  chips.set(request.number, chip);
  const urgent = request.severity && request.severity !== 'ordinary';
  chip.node.className = (request.overdue ? 'late ' : '') + (urgent ? 'urgent' : '');
  chip.node.replaceChildren(element('b', '', shortNumber(request.number)), element('span', '', say(categories[request.category])),
    ...(request.climbs ? [element('s', '', '↑' + request.climbs)] : []));
  chip.node.title = [request.number, say(categories[request.category]),
    request.office && word('office') + ' ' + request.office, request.climbs && word('climbed') + ' ' + request.climbs, word('since') + ' ' + beijing(request.since, 'long'),
    request.dueAt && word('due') + ' ' + beijing(request.dueAt, 'long'), request.overdue && word('late')].filter(Boolean).join('\\n');
  chip.next = levelKey;
  return chip.node;
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Places before and after drawing are compared: who changed level flies, who was pushed aside slides. */
let drawn = false;
function animateFrom(places) {
  const quiet = still.matches || !drawn;
  if (city.levels.length) drawn = true;
  for (const [number, chip] of chips) {
    if (!chip.node.isConnected) { chips.delete(number); continue; }
    const before = places.get(number), moved = chip.at !== chip.next;
    const x = before ? before.x - chip.node.offsetLeft : 0, y = before ? before.y - chip.node.offsetTop : 26;
    chip.at = chip.next;
    if (quiet || !(moved || x || y)) continue;
    if (moved) {
      chip.node.animate([
        { transform: 'translate(' + x + 'px,' + y + 'px) scale(1)', opacity: before ? 1 : 0, zIndex: 3 },
        { transform: 'translate(' + x / 2 + 'px,' + (y / 2 - 6) + 'px) scale(1.18)', opacity: 1, offset: .5, zIndex: 3 },
        { transform: 'none', opacity: 1, zIndex: 3 }], { duration: 1100, easing: 'cubic-bezier(.3,.1,.2,1)' });
      chip.node.animate([{ boxShadow: '0 0 0 3px #f2a93b' }, { boxShadow: '0 0 0 3px #f2a93b', offset: .6 },
        { boxShadow: '0 0 0 3px transparent' }], { duration: 3200 });
    } else chip.node.animate([{ transform: 'translate(' + x + 'px,' + y + 'px)' }, { transform: 'none' }],
      { duration: 350, easing: 'ease-out' });
  }
}

function rung(level, counts, place, height) {
  const key = place.code + ' ' + level.id, held = counts ? counts.holding : [];
  const name = element('h3', '', say(level.title));
  if (level.beyond) name.append(element('small', '', word('beyond')));
  const figures = element('p', '', element('span', '', element('b', '', counts ? counts.open : 0), ' ' + word('open')));
  if (counts && counts.overdue) figures.append(element('span', 'late', element('b', '', counts.overdue), ' ' + word('late')));
  if (counts && counts.escalatedToday) figures.append(element('span', 'up', '↑' + counts.escalatedToday));
  const box = element('div', 'held', ...held.map(request => chipOf(request, key, place.categories)));
  if (counts && counts.open > held.length) box.append(element('em', '', '+' + (counts.open - held.length)));
  if (!held.length) box.append(element('em', '', word('empty')));
  const row = element('div', 'rung' + (level.beyond ? ' beyond' : ''), element('div', 'name', name, figures), box);
  row.style.setProperty('--height', height);
  return row;
}

function ladder(place, levels, totals) {
  const counts = new Map(levels.filter(l => l.jurisdiction === place.code).map(l => [l.level, l]));
  const top = place.levels.length - 1;
  const rungs = place.levels.map((level, i) => rung(level, counts.get(level.id), place, top ? i / top : 0)).reverse();
  const waiting = counts.get(null);
  const door = element('div', 'door', element('span', '', word('door')),
    element('b', '', waiting ? waiting.open : 0),
    ...(waiting ? waiting.holding.slice(0, 8).map(request => chipOf(request, place.code + ' door', place.categories)) : []));
  const sum = name => [...counts.values()].reduce((all, l) => all + l[name], 0);
  const head = element('h2', '', place.name, element('small', '', sum('open') + ' ' + word('open') + ' · ' + sum('overdue') + ' ' + word('late') +
    ' · ' + (totals.closedInWeek || 0) + ' ' + word('closed')));
  return element('article', '', head, ...rungs, door);
}

function moveLine(move, place) {
  const title = id => { const level = place && place.levels.find(l => l.id === id); return level ? say(level.title) : id; };
  const kind = /^(deadline|help|dispute)$/.test(move.cause) ? 'up' : move.toLevel === null ? 'end' : '';
  const path = element('span', 'path', move.toLevel === null ? title(move.fromLevel) || '' : (move.fromLevel ? title(move.fromLevel) + ' → ' : '→ ') + title(move.toLevel));
  // A rule that has no words yet is told by its id, which says nothing to who watches; kind and path still do.
  const why = say(move.reason), told = /^(规则|rule) \\S+$/.test(why) ? [] : [element('p', '', why)];
  return element('li', kind, element('div', '', element('time', '', beijing(move.at, 'numeric')), element('b', '', shortNumber(move.number)),
    element('mark', '', word('cause.' + move.cause))), path, ...told);
}
`;
