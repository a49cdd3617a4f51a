// Figures: labelled numbers in a grid of as many columns as fit; and a plot with its figures beside or below it.
// Thread-safety: GUI thread only.
#pragma once

#include <QList>
#include <QWidget>
#include <vector>

class QBoxLayout;
class QGridLayout;
class QLabel;

namespace halftone::app {

struct Figure {
  QString name;
  QString value;
  QString help;  // tooltip
};

class Figures : public QWidget {
  Q_OBJECT

 public:
  explicit Figures(QWidget* parent = nullptr);
  void setFigures(const QList<Figure>& figures);  // empty = nothing shown
  void setColumns(int columns);

 private:
  void arrange();

  struct Cell {
    QLabel* name;
    QLabel* value;
  };
  QGridLayout* m_grid;
  std::vector<Cell> m_cells;
  int m_columns = 3;
};

// The plot on the left and its figures on the right where there is room, else below.
class PlotWithFigures : public QWidget {
  Q_OBJECT

 public:
  PlotWithFigures(QWidget* plot, Figures* figures, QWidget* parent = nullptr);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QBoxLayout* m_layout;
  Figures* m_figures;
};

}  // namespace halftone::app
