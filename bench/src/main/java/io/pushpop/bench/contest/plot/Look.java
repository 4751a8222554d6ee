package io.pushpop.bench.contest.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.XChartSeriesMarkers;

/** What all plots have in common: size, fonts, colours. */
final class Look {
  static final int WIDTH = 900;
  static final int HEIGHT = 520;

  private static final int WIDTH_OF_A_LINE = 55;
  private static final int WIDTH_OF_A_LETTER = 7;

  /** Sharp on screens of twice the usual resolution. */
  private static final int DOTS_PER_INCH = 144;

  /** Okabe and Ito's colours, which the colour-blind can tell apart, without the yellow. */
  private static final Color[] COLORS = {
    new Color(0, 114, 178),
    new Color(86, 180, 233),
    new Color(0, 158, 115),
    new Color(213, 94, 0),
    new Color(110, 110, 110),
    new Color(0, 0, 0),
    new Color(204, 121, 167),
    new Color(230, 159, 0)
  };

  private static final BasicStroke[] LINES = {
    SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DOT_DOT
  };

  private static final Marker[] MARKERS = new XChartSeriesMarkers().getSeriesMarkers();

  private Look() {}

  static Color color(int look) {
    return COLORS[look % COLORS.length];
  }

  /** Solid at first; where the colours begin again, another line. */
  static BasicStroke line(int look) {
    return LINES[look / COLORS.length % LINES.length];
  }

  static Marker marker(int look) {
    return MARKERS[look % MARKERS.length];
  }

  static void dress(AxesChartStyler styler, Collection<String> names) {
    boolean fitsOneLine =
        names.stream().mapToInt(name -> WIDTH_OF_A_LINE + WIDTH_OF_A_LETTER * name.length()).sum()
            <= WIDTH;
    styler.setLegendPosition(fitsOneLine ? LegendPosition.OutsideS : LegendPosition.OutsideE);
    styler.setLegendLayout(fitsOneLine ? LegendLayout.Horizontal : LegendLayout.Vertical);
    styler.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(225, 225, 225));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setMarkerSize(7);
  }

  static void write(IChart chart, Path file) throws IOException {
    Files.deleteIfExists(file); // the encoder would leave the end of a longer one
    BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapFormat.PNG, DOTS_PER_INCH);
  }
}
