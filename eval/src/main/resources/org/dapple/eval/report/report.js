// Shows step and values of every curve under the pointer.
document.querySelectorAll('.plot').forEach(function (plot) {
  'use strict';
  var first = Number(plot.dataset.first);
  var last = Number(plot.dataset.last);
  var cursor = plot.querySelector('.cursor');
  var tip = plot.querySelector('.tip');
  var curves = Array.from(plot.querySelectorAll('.smooth'))
    .filter(function (line) { return line.dataset.steps !== ''; })
    .map(function (line) {
      return {
        name: line.dataset.name,
        steps: line.dataset.steps.split(' ').map(Number),
        values: line.dataset.values.split(' '),
        smooth: line.dataset.smooth.split(' ')
      };
    });

  function nearest(steps, wanted) {
    return steps.reduce(function (best, step, i) {
      return Math.abs(steps[best] - wanted) > Math.abs(step - wanted) ? i : best;
    }, 0);
  }

  plot.addEventListener('pointermove', function (event) {
    var box = plot.getBoundingClientRect();
    var share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    var wanted = first + share * (last - first);
    tip.textContent = curves.map(function (curve) {
      var i = nearest(curve.steps, wanted);
      return curve.name + ' ' + curve.values[i] + ', smoothed ' + curve.smooth[i]
        + '\nat step ' + curve.steps[i].toLocaleString('en');
    }).join('\n');
    cursor.setAttribute('x1', share * 100 + '%');
    cursor.setAttribute('x2', share * 100 + '%');
    // The tip stays on the side with more room.
    tip.style.left = share > 0.5 ? 'auto' : 'calc(' + share * 100 + '% + 10px)';
    tip.style.right = share > 0.5 ? 'calc(' + (1 - share) * 100 + '% + 10px)' : 'auto';
    plot.classList.add('pointed');
  });
  plot.addEventListener('pointerleave', function () {
    plot.classList.remove('pointed');
  });
});
