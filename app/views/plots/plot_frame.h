// PlotFrame: the frame that every plot stands in. It zooms (wheel, Shift+drag, keys), pans (drag, arrow keys), resets
// (double click, Home), reads out the values under the pointer or the keyboard's cursor, copies and saves, and says in
// words why there is no plot yet. A plot only fills graphs and a table.
// Thread-safety: GUI thread only.
#pragma once

#include <QAction>
#include <QWidget>
#include <memory>
#include <optional>

#include "app/views/plots/plot_colors.h"
#include "app/views/plots/plot_table.h"

class QCustomPlot;
class QCPItemStraightLine;
class QContextMenuEvent;
class QKeyEvent;
class QLabel;
class QLayout;
class QMenu;
class QMouseEvent;
class QProgressBar;
class QStackedLayout;

namespace halftone::app {

class PlotFrame : public QWidget {
  Q_OBJECT

 public:
  // `name` names the plot for assistive technology.
  explicit PlotFrame(const QString& name, QWidget* parent = nullptr);
  ~PlotFrame() override;

  // What the plot shows, above it: "Weights of blk.0.ffn_down.weight, f16 → q4_K". Wraps, never
  // cut; the file that is offered for saving is named after it.
  void setTitle(const QString& title);
  void showMessage(const QString& message);                    // instead of the plot
  void showProgress(const QString& message, double fraction);  // fraction < 0 = unknown

  const PlotTable& table() const { return m_table; }
  QString readOut() const;  // the values at the cursor; empty without one
  bool showsPlot() const;

  // Writes the plot (.png, .svg, .pdf) or its numbers (.csv). Empty, or what went wrong in words.
  QString save(const QString& path);
  void copyImage();
  void copyData();

  QCustomPlot& plot() { return *m_plot; }

 public slots:
  void zoom(double factor);        // > 1 = closer, around the middle
  void pan(double dx, double dy);  // by parts of what is seen
  void resetView();
  void chooseFileAndSave();
  void moveCursor(int rows);

 protected:
  // Gives graphs and items their colours; called again when the palette changes and for paper.
  virtual void applyColors(const PlotColors& colors) = 0;
  // After the graphs are filled: the table, and the ranges that reset returns to.
  void showData(PlotTable table, double xLow, double xHigh, double yLow, double yHigh);
  // Turns the y axis between linear and logarithmic; the range is the caller's business.
  void setLogarithmic(bool x, bool y);
  void addPlotAction(QAction* action);  // at the top of the plot's menu
  void refresh();                       // colours and a replot

  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildPlot();
  void buildLegend();
  QLayout* makeHead();
  QWidget* makeWaitingPage();
  void buildMenu();
  QAction* addMenuAction(const QString& text, const QKeySequence& keys, std::function<void()> run);
  void colorAxes(const PlotColors& colors);
  void setCursorRow(std::optional<std::size_t> row);
  void followPointer(QMouseEvent* event);
  void choosePressMode(QMouseEvent* event);
  bool handleKey(QKeyEvent* event, bool run);
  void openMenu(const QPoint& globalPosition);
  void saveOrTell(const QString& path);
  template <class Draw>
  auto onPaper(Draw draw);

  PlotTable m_table;
  std::optional<std::size_t> m_cursorRow;
  double m_homeXLow = 0, m_homeXHigh = 1, m_homeYLow = 0, m_homeYHigh = 1;
  QString m_name;
  QString m_titleText;
  QCustomPlot* m_plot = nullptr;
  QCPItemStraightLine* m_cursor = nullptr;
  QLabel* m_title = nullptr;
  QLabel* m_readOut = nullptr;
  QLabel* m_message = nullptr;
  QProgressBar* m_progress = nullptr;
  QStackedLayout* m_pages = nullptr;
  QMenu* m_menu = nullptr;
  QAction* m_menuStart = nullptr;
};

}  // namespace halftone::app
