package io.pushpop.bench.contest.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.HorizontalBarStyler;

/**
 * Bars from left to right, and a line across them.
 *
 * @param axis title of the axis of values
 * @param names of the bars, from top to bottom
 * @param groups of bars, each of its own colour, a value or null for each name
 * @param limit where the line is drawn, or null: none
 */
public record BarPlot(
    String title, String axis, List<String> names, Map<String, List<Double>> groups, Double limit)
    implements Plot {
  private static final int FIXED_HEIGHT = 150;
  private static final int HEIGHT_OF_A_BAR = 26;
  private static final double ROOM_FOR_LABELS = 1.12;

  /** Values beside the bars are still read where it crosses them. */
  private static final Color LIMIT = new Color(213, 94, 0, 170);

  private static final BasicStroke DASHES =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0);

  @Override
  public void write(Path file) throws IOException {
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(Look.WIDTH)
            .height(FIXED_HEIGHT + HEIGHT_OF_A_BAR * names.size() * groups.size())
            .title(title)
            .xAxisTitle(axis)
            .build();
    HorizontalBarStyler styler = chart.getStyler();
    Look.dress(styler, groups.keySet());
    styler.setPlotContentSize(0.98); // bars begin close to the axis
    styler.setXAxisMaxLabelCount(Math.max(2, names.size())); // no name is left out
    styler.setXAxisMin(0.0);
    styler.setXAxisMax(highest() * ROOM_FOR_LABELS);
    styler.setLabelsVisible(true);
    styler.setLabelsPosition(1.1); // beyond the end of the bar
    styler.setXAxisDecimalPattern("#,##0.#");
    styler.setAnnotationLineColor(LIMIT);
    styler.setAnnotationLineStroke(DASHES);
    int look = 0;
    for (Map.Entry<String, List<Double>> group : groups.entrySet()) {
      chart.addSeries(group.getKey(), group.getValue(), names).setFillColor(Look.color(look++));
    }
    if (limit != null) {
      chart.addAnnotation(new AnnotationLine(limit, true, false));
    }
    Look.write(chart, file);
  }

  private double highest() {
    double highest = limit == null ? 0 : limit;
    for (List<Double> values : groups.values()) {
      for (Double value : values) {
        highest = Math.max(highest, value == null ? 0 : value);
      }
    }
    return highest;
  }
}
