// What is wrong with the charts: what is not drawn, and bars that the tables know nothing of.
const complaints = [];
const bars = element => [...element.querySelectorAll('rect.bar')];
for (const chart of document.querySelectorAll('svg.chart')) {
  const title = chart.querySelector('title').textContent;
  const frame = chart.getBoundingClientRect();
  if (frame.width < 200 || frame.height < 30) {
    complaints.push(title + ': ' + frame.width + ' by ' + frame.height);
  }
  for (const shape of chart.querySelectorAll('rect.bar, rect.piece, rect.core, rect.tick')) {
    const box = shape.getBoundingClientRect();
    if (box.width < 1 || box.height < 1 || box.left < frame.left - 2 || box.right > frame.right + 2) {
      complaints.push(title + ': a shape of ' + box.width + ' by ' + box.height + ' at ' + box.left);
    }
    const fill = getComputedStyle(shape).fill;
    if (fill === 'none' || (shape.matches('.bad') && !fill.startsWith('url'))) {
      complaints.push(title + ': a shape filled with ' + fill);
    }
  }
  if (chart.getAttribute('role') !== 'img' || !document.getElementById(chart.getAttribute('aria-describedby'))) {
    complaints.push(title + ' is not described');
  }
  const folded = chart.nextElementSibling && chart.nextElementSibling.matches('details') ? chart.nextElementSibling : null;
  if (folded) {
    const counts = [...folded.querySelectorAll('td')].filter(cell => cell.textContent.trim() !== '0').length;
    if (bars(chart).length !== counts) {
      complaints.push(title + ': ' + bars(chart).length + ' bars of ' + counts + ' numbers');
    }
  }
}
const steps = [...document.querySelectorAll('section')].find(each => each.querySelector('h2').textContent === 'Step by step');
if (steps && steps.querySelector('svg.chart')) {
  const drawn = bars(steps).length;
  const told = steps.querySelectorAll('tbody tr').length;
  if (drawn !== told) {
    complaints.push(drawn + ' steps drawn, ' + told + ' in the table');
  }
}
return complaints;
