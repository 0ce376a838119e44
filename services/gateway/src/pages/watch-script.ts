/** Runs in the page after the drawing: follows `GET /v1/watch`, its stream and the clock. */
export const watchScript = `
const city = { places: [], levels: [], totals: [], moves: [] };
let chosen = null, clock = null;

function here() { return city.places.filter(place => !chosen || place.code === chosen); }

function drawTotals() {
  const codes = new Set(here().map(place => place.code));
  const sum = (rows, name) => rows.filter(row => codes.has(row.jurisdiction)).reduce((all, row) => all + row[name], 0);
  byId('totals').replaceChildren(figure(sum(city.levels, 'open'), 'open'), figure(sum(city.levels, 'overdue'), 'late', 'late'),
    figure(sum(city.totals, 'climbsInWeek'), 'climbs', 'up'), figure(sum(city.totals, 'resolved'), 'resolved'),
    figure(sum(city.totals, 'closedInWeek'), 'closed', 'end'));
}

function drawPlaces() {
  const tab = (code, name) => {
    const button = element('button', '', name);
    button.type = 'button';
    button.setAttribute('role', 'tab');
    button.setAttribute('aria-selected', String(code === chosen));
    button.onclick = () => { chosen = code; drawAll(); };
    return button;
  };
  byId('places').replaceChildren(...(city.places.length > 1 ? [tab(null, word('all'))] : []), ...city.places.map(place => tab(place.code, place.name)));
}

function drawBoard() {
  const places = new Map();
  for (const [number, { node }] of chips) if (node.isConnected) places.set(number, { x: node.offsetLeft, y: node.offsetTop });
  byId('board').replaceChildren(...here().map(place =>
    ladder(place, city.levels, city.totals.find(totals => totals.jurisdiction === place.code) || {})));
  animateFrom(places);
}

function drawMoves() {
  const codes = new Map(here().map(place => [place.code, place]));
  byId('moves').replaceChildren(...city.moves.filter(move => codes.has(move.jurisdiction)).slice(0, 30).map(move => moveLine(move, codes.get(move.jurisdiction))));
}

function drawAll() {
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = word(node.dataset.word);
  byId('language').textContent = language === 'zh' ? 'EN' : '中文';
  drawPlaces(); drawTotals(); drawBoard(); drawMoves(); tick(); setLive(isLive);
}

function tick() {
  if (!clock) return;
  // Between two answers the virtual clock is carried on at its own rate, so that minutes are seen passing.
  const rate = clock.mode === 'running' ? clock.rate : clock.mode === 'real' ? 1 : 0;
  byId('now').textContent = beijing(clock.at + (performance.now() - clock.heard) * rate, 'long');
  byId('mode').textContent = word(clock.mode);
}

let isLive = false;
function setLive(live) {
  isLive = live;
  byId('live').className = live ? '' : 'off';
  byId('live').textContent = word(live ? 'live' : 'broken');
}

byId('language').onclick = () => {
  language = language === 'zh' ? 'en' : 'zh';
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  drawAll();
};

const heardOf = new Set();
function hearMoves(moves) {
  const fresh = moves.filter(move => !heardOf.has(move.id)).reverse();
  for (const move of fresh) heardOf.add(move.id);
  city.moves = [...fresh, ...city.moves].slice(0, 100);
}

function hearCounts({ levels, totals }) {
  city.levels = levels;
  if (totals) city.totals = totals;
}

async function begin() {
  try {
    const answer = await (await fetch('/v1/watch')).json();
    city.places = answer.jurisdictions;
    hearCounts(answer);
    hearMoves(answer.moves);
    drawAll();
    listen();
  } catch {
    setLive(false);
    setTimeout(begin, 2000);
  }
}

function listen() {
  const stream = new EventSource('/v1/watch/stream');
  stream.addEventListener('counts', event => { hearCounts(JSON.parse(event.data)); drawTotals(); drawBoard(); });
  stream.addEventListener('moves', event => { hearMoves(JSON.parse(event.data).moves); drawMoves(); });
  stream.onopen = () => setLive(true);
  // The browser tries again by itself, unless the answer was no stream at all.
  stream.onerror = () => { setLive(false); if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000); };
}

async function askClock() {
  try {
    const { mode, now, rate } = await (await fetch('/v1/clock')).json();
    clock = { mode, rate, at: Date.parse(now), heard: performance.now() };
  } catch { clock = null; }
  setTimeout(askClock, 2000);
}

void begin();
void askClock();
setInterval(tick, 100);
`;
