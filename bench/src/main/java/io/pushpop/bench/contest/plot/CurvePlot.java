package io.pushpop.bench.contest.plot;

import io.pushpop.bench.contest.plot.Curve.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over two axes.
 *
 * @param marksPoints whether each point is marked, being a measurement of its own
 */
public record CurvePlot(String title, Axis x, Axis y, boolean marksPoints, List<Curve> curves)
    implements Plot {

  @Override
  public void write(Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(Look.WIDTH)
            .height(Look.HEIGHT)
            .title(title)
            .xAxisTitle(x.title())
            .yAxisTitle(y.title())
            .build();
    Look.dress(chart.getStyler(), curves.stream().map(Curve::name).toList());
    layAxes(chart.getStyler());
    for (Curve curve : curves) {
      XYSeries series =
          chart.addSeries(
              curve.name(), of(curve, Point::x).toArray(), of(curve, Point::y).toArray());
      series.setLineColor(Look.color(curve.look()));
      series.setMarkerColor(Look.color(curve.look()));
      series.setLineStyle(Look.line(curve.look()));
      series.setMarker(marksPoints ? Look.marker(curve.look()) : SeriesMarkers.NONE);
    }
    Look.write(chart, file);
  }

  private void layAxes(XYStyler styler) {
    styler.setXAxisTickLabelsFormattingFunction(x.label()::apply);
    styler.setYAxisTickLabelsFormattingFunction(y.label()::apply);
    styler.setXAxisLogarithmic(x.logarithmic());
    styler.setYAxisLogarithmic(y.logarithmic());
    if (y.logarithmic()) { // whole decades, else there might be none to label
      styler.setYAxisMin(decade(Math.floor(Math.log10(all(Point::y).min().orElse(1)))));
      styler.setYAxisMax(decade(Math.ceil(Math.log10(all(Point::y).max().orElse(10)))));
    } else {
      styler.setYAxisMin(0.0);
    }
  }

  private static double decade(double exponent) {
    return Math.pow(10, exponent);
  }

  private DoubleStream all(ToDoubleFunction<Point> coordinate) {
    return curves.stream().flatMapToDouble(curve -> of(curve, coordinate));
  }

  private static DoubleStream of(Curve curve, ToDoubleFunction<Point> coordinate) {
    return curve.points().stream().mapToDouble(coordinate);
  }
}
