import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { BarChart, CandlestickChart, LineChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartOption, FONT, HEIGHT, WIDTH } from './chart.ts';
import { courseChart } from './courseChart.ts';
import { equityChart } from './equityChart.ts';
import { partsChart } from './partsChart.ts';
import type { Picture } from './picture.ts';
import { positionChart } from './positionChart.ts';
import { tradesChart } from './tradesChart.ts';

use([
  BarChart,
  CandlestickChart,
  GraphicComponent,
  GridComponent,
  LineChart,
  ScatterChart,
  SVGRenderer,
]);

/** Sharp on a phone's screen. */
const SCALE = 2;

// A machine may have no font at all, and text without one is left out.
const FONT_FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}`)),
);

/** The picture as a PNG. Takes around a tenth of a second: not for the thread that trades. */
export function drawPicture(picture: Picture): Buffer {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(chartOf(picture));
    const image = new Resvg(chart.renderToSVGString(), {
      fitTo: { mode: 'zoom', value: SCALE },
      font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: FONT },
    });
    return image.render().asPng();
  } finally {
    chart.dispose();
  }
}

function chartOf(picture: Picture): ChartOption {
  switch (picture.kind) {
    case 'position':
      return positionChart(picture);
    case 'equity':
      return equityChart(picture);
    case 'trades':
      return tradesChart(picture);
    case 'course':
      return courseChart(picture);
    case 'parts':
      return partsChart(picture);
  }
}
