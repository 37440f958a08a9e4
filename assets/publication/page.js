// Looks up what is near a place, and draws the map. Reads the data that `data.js` sets, writes only
// to this page; what is looked up stands in the address after `#`, so that it can be passed on.
"use strict";
(() => {
  const data = window.LIFECIRCLE;
  const NO_SITE = 65535;
  const MOST_MATCHES = 8;
  /// Dots carry their letter from so many pixels a metre on.
  const LETTERS_FROM = 0.3;
  const $ = (id) => document.getElementById(id);
  const words = () => window.LIFECIRCLE_WORDS[state.language];
  const text = (both) => both[state.language];

  const state = readAddress();

  // ---- what the address says -------------------------------------------------------------------

  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const spoken = (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
    // What the reader chose, else what the page was made for, else what the browser speaks.
    const language = [asked.get("lang"), data.language, spoken].find((one) => ["zh", "en"].includes(one));
    const known = new Map(data.functions.map((one, position) => [one.id, position]));
    const chosen = (asked.get("functions") || "").split(",").filter((id) => known.has(id));
    const home = data.homes.ids.indexOf(asked.get("at"));
    return {
      language,
      functions: new Set(chosen.length ? chosen.map((id) => known.get(id)) : known.values()),
      openNow: asked.get("open") === "1",
      home: home >= 0 ? home : null,
      // What was asked for, where that is more than a building: a community, a street.
      asked: "",
      facility: null,
    };
  }

  function writeAddress() {
    const asked = new URLSearchParams({ lang: state.language });
    if (state.home !== null) asked.set("at", data.homes.ids[state.home]);
    if (state.functions.size < data.functions.length) {
      asked.set("functions", [...state.functions].map((f) => data.functions[f].id).join(","));
    }
    if (state.openNow) asked.set("open", "1");
    history.replaceState(null, "", `#${asked}`);
  }

  // ---- places ----------------------------------------------------------------------------------

  const homeAt = (home) => [data.homes.at[2 * home], data.homes.at[2 * home + 1]];

  function homeName(home) {
    const unit = data.units[data.homes.units[home]];
    const own = data.homes.names[home] || data.homes.ids[home];
    return unit ? `${own}（${unit.name || unit.id}）` : own;
  }

  function nearestHome([x, y]) {
    let best = null;
    let least = Infinity;
    for (let home = 0; home < data.homes.ids.length; home += 1) {
      const [east, north] = homeAt(home);
      const squared = (east - x) ** 2 + (north - y) ** 2;
      if (squared < least) [best, least] = [home, squared];
    }
    return best;
  }

  /// Buildings, units, streets and facilities whose name holds what was typed; whole beginnings first.
  function matches(typed) {
    const wanted = typed.trim().toLowerCase();
    if (!wanted) return [];
    const found = [];
    const look = (name, kind, home) => {
      const at = (name || "").toLowerCase().indexOf(wanted);
      if (at >= 0) found.push({ name, kind, home, rank: [at, name.length] });
    };
    data.units.forEach((unit) => {
      look(unit.name, unit.id, () => nearestHome(unit.at));
      if (!unit.name.toLowerCase().includes(wanted)) look(unit.id, unit.name, () => nearestHome(unit.at));
    });
    data.streets.forEach((street) => look(street.name, "", () => nearestHome(street.at)));
    data.facilities.forEach((one) => look(one.name, "", () => nearestHome(one.at)));
    data.homes.ids.forEach((id, home) => {
      look(data.homes.names[home], homeName(home), () => home);
      look(id, homeName(home), () => home);
    });
    found.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1]);
    return found.slice(0, MOST_MATCHES);
  }

  // ---- opening hours ---------------------------------------------------------------------------

  /// The minute of the week at the place, Monday 00:00 first: by its own clock where that is known, so
  /// that the page says the same to a reader elsewhere.
  function minuteOfWeek(now = new Date()) {
    if (!data.clock) return ((now.getDay() + 6) % 7) * 1440 + now.getHours() * 60 + now.getMinutes();
    const there = new Date(now.getTime() + data.clock.offset_minutes * 60000);
    return ((there.getUTCDay() + 6) % 7) * 1440 + there.getUTCHours() * 60 + there.getUTCMinutes();
  }

  /// By which clock "now" is meant, and what it shows.
  function showClock() {
    const now = minuteOfWeek();
    const digits = (n) => String(n).padStart(2, "0");
    const time = `${digits(Math.floor(now / 60) % 24)}:${digits(now % 60)}`;
    const name = data.clock ? text(data.clock.name) : words().ownClock;
    $("clock").textContent = words().now(name, Math.floor(now / 1440), time);
  }

  /// true, false, or null where nobody knows. Something only planned is not open.
  function isOpen(facility, offer) {
    if (facility.is_planned) return false;
    if (!offer.hours) return null;
    const now = minuteOfWeek();
    return offer.open.some(([from, to]) => from <= now && now < to);
  }

  /// What is open at the moment, as a text to be compared.
  const opennessOfAll = () => data.facilities
    .map((facility) => facility.offers.map((offer) => Number(isOpen(facility, offer))).join("")).join();

  const offerOf = (facility, position) => facility.offers.find((offer) => offer.function === position);

  // ---- the list --------------------------------------------------------------------------------

  function element(name, content, attributes = {}) {
    const made = document.createElement(name);
    if (content !== undefined) made.append(...[].concat(content));
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  /// The sites of a function near a building: facility and metres, nearest first.
  function sitesNear(home, position) {
    const { sites, metres, listed } = data.nearest;
    const first = (home * data.functions.length + position) * listed;
    const near = [];
    for (let k = first; k < first + listed && sites[k] !== NO_SITE; k += 1) {
      near.push({ facility: sites[k], metres: metres[k] });
    }
    return near;
  }

  function remarks(facility, offer) {
    const open = isOpen(facility, offer);
    const parts = [];
    if (facility.is_planned) parts.push(words().planned(facility.year));
    else parts.push(open === null ? words().unknown : open ? words().open : words().closed);
    if (offer.hours) parts.push(text(offer.hours));
    if (facility.provider) parts.push(words().provider(facility.provider));
    return parts.join(state.language === "zh" ? "，" : ", ");
  }

  function siteItem(position, { facility: index, metres }) {
    const facility = data.facilities[index];
    const button = element("button", facility.name, { type: "button", "aria-label": words().show(facility.name) });
    button.addEventListener("click", () => showFacility(index));
    const name = element("div", [button, element("small", remarks(facility, offerOf(facility, position)))]);
    if (metres === undefined) return element("li", name, { class: "site" });
    const minutes = Math.ceil(metres / data.walk.metres_per_minute);
    const isNear = metres <= data.functions[position].limit_m;
    const walk = element("span", words().minutes(minutes, metres), {
      class: isNear ? "walk near" : "walk far",
      title: isNear ? words().within : words().beyond,
    });
    return element("li", [name, walk], { class: "site" });
  }

  function functionBlock(position) {
    const one = data.functions[position];
    const heading = element("h3", `${one.letter} ${text(one.name)}`);
    const listed = state.home === null
      ? data.facilities.map((_, facility) => ({ facility })).filter(({ facility }) => offerOf(data.facilities[facility], position))
      : sitesNear(state.home, position);
    const openness = ({ facility }) => isOpen(data.facilities[facility], offerOf(data.facilities[facility], position));
    const shown = listed.filter((site) => !state.openNow || openness(site) === true);
    const unknown = state.openNow ? listed.filter((site) => openness(site) === null).length : 0;
    const km = data.nearest.within_m / 1000;
    const parts = [heading];
    if (shown.length) parts.push(element("ol", shown.map((site) => siteItem(position, site))));
    else parts.push(element("p", state.openNow ? words().noneOpen(km) : words().none(km)));
    if (unknown) parts.push(element("p", words().unknownCount(unknown), { class: "hint" }));
    return element("section", parts, { class: "function", "data-function": one.id });
  }

  function showList() {
    const place = state.home === null ? "" : state.asked || homeName(state.home);
    const heading = place ? words().near(place) : words().all;
    $("results-heading").textContent = heading;
    $("results-note").textContent = state.home === null ? words().count(data.facilities.length) : "";
    const shown = data.functions.map((_, position) => position).filter((position) => state.functions.has(position));
    const blocks = shown.length ? shown.map(functionBlock) : [element("p", words().noFunctions)];
    $("list").replaceChildren(...blocks);
  }

  function showMatches() {
    const typed = $("query").value;
    const found = matches(typed);
    const item = (match) => {
      const button = element("button", [match.name, " ", element("small", match.kind)], { type: "button" });
      button.addEventListener("click", () => {
        $("matches").replaceChildren();
        $("query").value = match.name;
        choose(match.home(), match.name);
        $("results").scrollIntoView({ block: "nearest" });
        $("results").focus({ preventScroll: true });
      });
      return element("li", button);
    };
    const nothing = typed.trim() && !found.length ? [element("li", words().noMatch)] : [];
    $("matches").replaceChildren(...found.map(item), ...nothing);
  }

  // ---- the map ---------------------------------------------------------------------------------

  const canvas = $("canvas");
  const view = { x: 0, y: 0, scale: 1 };
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  function fit() {
    const [width, height] = data.ground.size;
    view.scale = Math.min(canvas.clientWidth / width, canvas.clientHeight / height) * 0.95 || 1;
    [view.x, view.y] = [width / 2, height / 2];
  }

  const toScreen = (x, y) => [
    canvas.clientWidth / 2 + (x - view.x) * view.scale,
    canvas.clientHeight / 2 - (y - view.y) * view.scale,
  ];
  const toGround = (x, y) => [
    view.x + (x - canvas.clientWidth / 2) / view.scale,
    view.y - (y - canvas.clientHeight / 2) / view.scale,
  ];

  function trace(pen, shapes) {
    pen.beginPath();
    for (let shape = 0; shape + 1 < shapes.starts.length; shape += 1) {
      for (let vertex = shapes.starts[shape]; vertex < shapes.starts[shape + 1]; vertex += 1) {
        const [x, y] = toScreen(shapes.at[2 * vertex], shapes.at[2 * vertex + 1]);
        if (vertex === shapes.starts[shape]) pen.moveTo(x, y); else pen.lineTo(x, y);
      }
    }
  }

  function drawGround(pen) {
    const { ground } = data;
    const fill = (shapes, name) => { pen.fillStyle = color(name); trace(pen, shapes); pen.fill("evenodd"); };
    const stroke = (shapes, name, width) => {
      pen.strokeStyle = color(name);
      pen.lineWidth = width;
      trace(pen, shapes);
      pen.stroke();
    };
    const metre = 10 * view.scale;
    fill(ground.water, "water");
    stroke(ground.streams, "water", Math.max(2, 8 * metre));
    stroke(ground.footways, "street", Math.max(0.5, 3 * metre));
    stroke(ground.streets, "street", Math.max(1, 8 * metre));
    fill(ground.buildings, "building");
    stroke(ground.borders, "border", 1);
  }

  const isShown = (facility) => facility.offers.some((offer) =>
    state.functions.has(offer.function) && (!state.openNow || isOpen(facility, offer) === true));

  function drawFacility(pen, facility, isChosen) {
    const [x, y] = toScreen(...facility.at);
    pen.beginPath();
    pen.arc(x, y, isChosen ? 9 : 6, 0, 2 * Math.PI);
    pen.fillStyle = facility.is_planned ? color("paper") : color("existing");
    pen.strokeStyle = facility.is_planned ? color("planned") : color("paper");
    pen.lineWidth = facility.is_planned ? 3 : 1.5;
    pen.fill();
    pen.stroke();
    const shown = facility.offers.find((offer) => state.functions.has(offer.function));
    if (shown && 10 * view.scale > LETTERS_FROM) {
      pen.fillStyle = color(facility.is_planned ? "planned" : "paper");
      pen.font = 'bold 9px "Page", system-ui, sans-serif';
      pen.textAlign = "center";
      pen.fillText(data.functions[shown.function].letter, x, y + 3);
      pen.textAlign = "start";
    }
    if (isChosen) {
      pen.fillStyle = color("ink");
      pen.font = 'bold 14px "Page", system-ui, sans-serif';
      pen.strokeStyle = color("paper");
      pen.lineWidth = 4;
      pen.strokeText(facility.name, x + 13, y + 5);
      pen.fillText(facility.name, x + 13, y + 5);
    }
  }

  function drawHome(pen) {
    const [x, y] = toScreen(...homeAt(state.home));
    pen.strokeStyle = color("here");
    pen.lineWidth = 4;
    pen.beginPath();
    pen.arc(x, y, 11, 0, 2 * Math.PI);
    pen.moveTo(x - 5, y);
    pen.lineTo(x + 5, y);
    pen.moveTo(x, y - 5);
    pen.lineTo(x, y + 5);
    pen.stroke();
  }

  function drawScale() {
    const metresFor = (pixels) => pixels / view.scale / 10;
    const rounds = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
    const metres = rounds.filter((length) => length <= metresFor(120)).pop() || rounds[0];
    $("scale").style.width = `${metres * 10 * view.scale}px`;
    $("scale").firstElementChild.textContent = words().metres(metres);
  }

  let isDue = false;
  function draw() {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      const ratio = window.devicePixelRatio || 1;
      canvas.width = Math.round(canvas.clientWidth * ratio);
      canvas.height = Math.round(canvas.clientHeight * ratio);
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      drawGround(pen);
      data.facilities.forEach((facility, index) => {
        if (isShown(facility) && index !== state.facility) drawFacility(pen, facility, false);
      });
      if (state.facility !== null) drawFacility(pen, data.facilities[state.facility], true);
      if (state.home !== null) drawHome(pen);
      drawScale();
    });
  }

  function zoom(factor, [x, y] = [canvas.clientWidth / 2, canvas.clientHeight / 2]) {
    const [east, north] = toGround(x, y);
    view.scale = Math.min(Math.max(view.scale * factor, 0.001), 5);
    const [nowEast, nowNorth] = toGround(x, y);
    view.x += east - nowEast;
    view.y += north - nowNorth;
    draw();
  }

  function pan(dx, dy) {
    view.x -= dx / view.scale;
    view.y += dy / view.scale;
    draw();
  }

  function goTo([x, y]) {
    [view.x, view.y] = [x, y];
    const [width, height] = data.ground.size;
    const whole = Math.min(canvas.clientWidth / width, canvas.clientHeight / height);
    view.scale = Math.max(view.scale, whole * 2.5);
    draw();
  }

  // ---- what one does ---------------------------------------------------------------------------

  /// Looks from a building; `asked` is what was typed for it, and nothing where the map was clicked.
  function choose(home, asked) {
    if (home === null) return;
    state.home = home;
    state.asked = asked;
    state.facility = null;
    if (asked) goTo(homeAt(home));
    show();
  }

  function showFacility(index) {
    state.facility = index;
    goTo(data.facilities[index].at);
    if (window.matchMedia("(max-width: 800px)").matches) $("map").scrollIntoView();
  }

  function clickMap(x, y) {
    const distance = (facility) => {
      const [at, up] = toScreen(...facility.at);
      return Math.hypot(at - x, up - y);
    };
    const near = data.facilities.findIndex((facility) => isShown(facility) && distance(facility) <= 10);
    if (near >= 0) {
      state.facility = near;
      draw();
    } else {
      choose(nearestHome(toGround(x, y)), "");
    }
  }

  function followPointers() {
    const pointers = new Map();
    let moved = 0;
    const spread = () => {
      const [a, b] = [...pointers.values()];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    };
    const place = (event) => [event.offsetX, event.offsetY];
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      if (!pointers.size) moved = 0;
      pointers.set(event.pointerId, place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = place(event);
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (pointers.size === 1) {
        pointers.set(event.pointerId, now);
        pan(now[0] - before[0], now[1] - before[1]);
      } else if (pointers.size === 2) {
        const wide = spread();
        pointers.set(event.pointerId, now);
        const [a, b] = [...pointers.values()];
        if (wide > 0) zoom(spread() / wide, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
      }
    });
    const lift = (event) => {
      const wasAlone = pointers.delete(event.pointerId) && !pointers.size;
      if (event.type === "pointerup" && wasAlone && moved < 6) clickMap(...place(event));
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), place(event));
    }, { passive: false });
  }

  function followKeys() {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    canvas.addEventListener("keydown", (event) => {
      if (steps[event.key]) pan(...steps[event.key]);
      else if (event.key === "+" || event.key === "=") zoom(1.4);
      else if (event.key === "-") zoom(1 / 1.4);
      else if (event.key === "Enter") choose(nearestHome([view.x, view.y]), "");
      else return;
      event.preventDefault();
    });
  }

  // ---- the whole page --------------------------------------------------------------------------

  function functionChoices() {
    const choice = (one, position) => {
      const box = element("input", undefined, { type: "checkbox" });
      box.checked = state.functions.has(position);
      box.addEventListener("change", () => {
        if (box.checked) state.functions.add(position); else state.functions.delete(position);
        show();
      });
      return element("label", [box, `${one.letter} ${text(one.name)}`]);
    };
    $("functions").replaceChildren(...data.functions.map(choice));
  }

  function showTexts() {
    const own = words();
    showClock();
    document.documentElement.lang = state.language === "zh" ? "zh-Hans" : "en";
    document.title = text(data.title);
    $("title").textContent = text(data.title);
    $("subtitle").textContent = own.scenario(text(data.scenario));
    document.querySelectorAll("[data-text]").forEach((one) => { one.textContent = own[one.dataset.text]; });
    $("language").textContent = own.other;
    $("language").lang = state.language === "zh" ? "en" : "zh-Hans";
    canvas.setAttribute("aria-label", own.mapLabel);
    $("zoom-in").setAttribute("aria-label", own.zoomIn);
    $("zoom-out").setAttribute("aria-label", own.zoomOut);
    const model = data.walk.model === "network" ? own.network : own.circle(data.walk.detour);
    $("method").textContent = `${model} ${own.pace(Math.round(data.walk.metres_per_minute))}`;
    $("not-reviewed").hidden = Boolean(data.review_number);
    $("not-reviewed").textContent = own.notReviewed;
    $("review").textContent = data.review_number ? own.review(data.review_number) : "";
    $("made-by").textContent = own.madeBy(data.program);
  }

  function show() {
    writeAddress();
    showList();
    draw();
  }

  function start() {
    showTexts();
    functionChoices();
    $("open-now").checked = state.openNow;
    $("open-now").addEventListener("change", () => { state.openNow = $("open-now").checked; show(); });
    $("query").addEventListener("input", showMatches);
    $("query").addEventListener("keydown", (event) => {
      const first = $("matches").querySelector("button");
      if (event.key === "Enter" && first) first.click();
      if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
    });
    $("matches").addEventListener("keydown", (event) => {
      const item = event.target.closest("li");
      const to = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling }[event.key];
      if (event.key === "ArrowUp" && !to) $("query").focus();
      if (to) { event.preventDefault(); to.querySelector("button")?.focus(); }
    });
    $("language").addEventListener("click", () => {
      state.language = state.language === "zh" ? "en" : "zh";
      showTexts();
      functionChoices();
      showMatches();
      show();
    });
    $("zoom-in").addEventListener("click", () => zoom(1.4));
    $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
    $("whole").addEventListener("click", () => { fit(); draw(); });
    followPointers();
    followKeys();
    window.addEventListener("resize", draw);
    // What is open changes while the page stands open; the list is set anew only when it does.
    let opennessShown = opennessOfAll();
    setInterval(() => {
      showClock();
      const now = opennessOfAll();
      if (now !== opennessShown) show();
      opennessShown = now;
    }, 20000);
    // On a phone the list of functions would push the map out of sight.
    $("filter").open = !window.matchMedia("(max-width: 800px)").matches;
    fit();
    if (state.home !== null) goTo(homeAt(state.home));
    show();
    // The names on the map are drawn once more when their letters have come.
    document.fonts.ready.then(draw);
  }

  start();
})();
