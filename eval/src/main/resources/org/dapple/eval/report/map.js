// Switches the view of a map, names the clip under the pointer or the focus, plays it, and shows one class alone.
document.querySelectorAll('.map').forEach(function (map) {
  'use strict';
  var reach = 24;
  var svg = map.querySelector('.points');
  var ring = map.querySelector('.ring');
  var tip = map.querySelector('.tip');
  var buttons = Array.from(map.querySelectorAll('.classes button'));
  var current = null;
  var playing = null;
  var view = 'pca';
  var points = Array.from(svg.querySelectorAll('use')).map(function (use) {
    var title = use.querySelector('title');
    var words = title.textContent;
    title.remove();
    var tsne = use.dataset.tsne.split(' ');
    var point = {
      use: use,
      words: words,
      group: use.dataset.class,
      sound: use.dataset.sound,
      shown: true,
      pca: [parseFloat(use.getAttribute('x')), parseFloat(use.getAttribute('y'))],
      tsne: [parseFloat(tsne[0]), parseFloat(tsne[1])]
    };
    use.setAttribute('role', point.sound === '' ? 'img' : 'button');
    use.setAttribute('aria-label', words.replace('\n', ', '));
    use.setAttribute('tabindex', '-1');
    use.addEventListener('focus', function () { show(point); });
    return point;
  });

  function show(point) {
    if (current !== null) { current.use.setAttribute('tabindex', '-1'); }
    current = point;
    point.use.setAttribute('tabindex', '0');
    ring.setAttribute('cx', point[view][0] + '%');
    ring.setAttribute('cy', point[view][1] + '%');
    tip.textContent = point.words + (point.sound === '' ? '' : point === playing ? '\n♪' : '\nClick or Enter plays it.');
    var right = point[view][0] > 50;
    tip.style.left = right ? 'auto' : 'calc(' + point[view][0] + '% + 14px)';
    tip.style.right = right ? 'calc(' + (100 - point[view][0]) + '% + 14px)' : 'auto';
    var low = point[view][1] > 50;
    tip.style.top = low ? 'auto' : 'calc(' + point[view][1] + '% + 6px)';
    tip.style.bottom = low ? 'calc(' + (100 - point[view][1]) + '% + 6px)' : 'auto';
    map.classList.add('pointed');
    map.classList.toggle('playing', point === playing);
  }

  function hide() { map.classList.remove('pointed'); }

  // The nearest point in sight of a place in the window, or null.
  function nearest(x, y) {
    var box = svg.getBoundingClientRect();
    var best = null;
    var least = reach;
    points.forEach(function (point) {
      var dx = box.left + point[view][0] / 100 * box.width - x;
      var dy = box.top + point[view][1] / 100 * box.height - y;
      var distance = Math.hypot(dx, dy);
      if (point.shown ? least > distance : false) {
        least = distance;
        best = point;
      }
    });
    return best;
  }

  // The nearest point in a direction, within a quarter turn, or null.
  function neighbour(dx, dy) {
    var best = null;
    var least = 1e9;
    points.forEach(function (point) {
      var x = point[view][0] - current[view][0];
      var y = point[view][1] - current[view][1];
      var along = x * dx + y * dy;
      var aside = Math.abs(x * dy - y * dx);
      var distance = along + 2 * aside;
      if (point.shown ? point !== current : false) {
        if (along > 0 ? (along >= aside ? least > distance : false) : false) {
          least = distance;
          best = point;
        }
      }
    });
    return best;
  }

  function play(point) {
    stop();
    if (point.sound === '') { return; }
    var audio = document.getElementById(point.sound);
    playing = point;
    audio.currentTime = 0;
    audio.onended = stop;
    audio.play().catch(function (error) {
      stop();
      tip.textContent = point.words + '\nThe browser does not play it: ' + error.message;
    });
    show(point);
  }

  function stop() {
    if (playing === null) { return; }
    document.getElementById(playing.sound).pause();
    playing = null;
    map.classList.remove('playing');
    if (map.classList.contains('pointed')) { show(current); }
  }

  svg.addEventListener('pointermove', function (event) {
    var point = nearest(event.clientX, event.clientY);
    if (point === null) { hide(); } else { show(point); }
  });
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('focusout', hide);
  svg.addEventListener('click', function (event) {
    var point = nearest(event.clientX, event.clientY);
    if (point !== null) {
      show(point);
      play(point);
    }
  });
  svg.addEventListener('keydown', function (event) {
    if (current === null) { return; }
    var way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way !== undefined) {
      event.preventDefault();
      var next = neighbour(way[0], way[1]);
      if (next !== null) { next.use.focus(); }
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      play(current);
    } else if (event.key === 'Escape') {
      stop();
    }
  });

  map.querySelectorAll('.switch button').forEach(function (button) {
    button.addEventListener('click', function () {
      view = button.dataset.view;
      hide();
      points.forEach(function (point) {
        point.use.setAttribute('x', point[view][0] + '%');
        point.use.setAttribute('y', point[view][1] + '%');
      });
      map.querySelectorAll('.switch button').forEach(function (other) {
        other.setAttribute('aria-pressed', String(other === button));
      });
      map.querySelectorAll('p[data-view]').forEach(function (words) {
        words.hidden = words.dataset.view !== view;
      });
    });
  });

  buttons.forEach(function (button) {
    button.addEventListener('click', function () {
      var chosen = button.getAttribute('aria-pressed') === 'true' ? null : button.dataset.class;
      buttons.forEach(function (other) {
        other.setAttribute('aria-pressed', String(chosen === other.dataset.class));
      });
      points.forEach(function (point) {
        point.shown = chosen === null ? true : chosen === 'heard' ? point.sound !== '' : point.group === chosen;
        point.use.classList.toggle('faint', !point.shown);
        point.use.setAttribute('tabindex', '-1');
      });
      // What stands out is drawn last, and the first of it takes the focus.
      points.filter(function (point) { return point.shown; }).forEach(function (point) {
        svg.insertBefore(point.use, ring);
      });
      current = points.find(function (point) { return point.shown; });
      current.use.setAttribute('tabindex', '0');
      hide();
    });
  });

  if (points.length > 0) {
    current = points[0];
    current.use.setAttribute('tabindex', '0');
  }
  svg.setAttribute('role', 'group');
  map.classList.add('live');
});
