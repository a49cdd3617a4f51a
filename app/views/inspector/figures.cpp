#include "app/views/inspector/figures.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>

namespace halftone::app {
namespace {

constexpr int kBesideFromWidth = 620;

}  // namespace

Figures::Figures(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(12);
  m_grid->setVerticalSpacing(4);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Figures::setFigures(const QList<Figure>& figures) {
  const auto count = static_cast<std::size_t>(figures.size());
  while (m_cells.size() > count) {
    delete m_cells.back().name;
    delete m_cells.back().value;
    m_cells.pop_back();
  }
  const bool rearrange = m_cells.size() < count;
  while (m_cells.size() < count) {
    m_cells.push_back({new QLabel(this), new QLabel(this)});
    m_cells.back().name->setForegroundRole(QPalette::PlaceholderText);
    m_cells.back().value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Figure& figure = figures[static_cast<qsizetype>(i)];
    const Cell& cell = m_cells[i];
    cell.name->setText(figure.name);
    cell.value->setText(figure.value);
    cell.value->setAccessibleName(figure.name);
    for (QLabel* label : {cell.name, cell.value}) label->setToolTip(figure.help);
  }
  if (rearrange) arrange();
  setVisible(count > 0);
}

void Figures::setColumns(int columns) {
  if (columns == m_columns) return;
  m_columns = columns;
  arrange();
}

// Each figure is a name with its value below.
void Figures::arrange() {
  for (const Cell& cell : m_cells) {
    m_grid->removeWidget(cell.name);
    m_grid->removeWidget(cell.value);
  }
  for (int i = 0; i < static_cast<int>(m_cells.size()); ++i) {
    m_grid->addWidget(m_cells[static_cast<std::size_t>(i)].name, i / m_columns * 2, i % m_columns);
    m_grid->addWidget(m_cells[static_cast<std::size_t>(i)].value, i / m_columns * 2 + 1, i % m_columns);
  }
}

PlotWithFigures::PlotWithFigures(QWidget* plot, Figures* figures, QWidget* parent)
    : QWidget(parent), m_layout(new QBoxLayout(QBoxLayout::TopToBottom, this)), m_figures(figures) {
  m_layout->setContentsMargins(8, 8, 8, 8);
  m_layout->addWidget(plot, 1);
  m_layout->addWidget(figures, 0, Qt::AlignTop);
}

void PlotWithFigures::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool beside = width() >= kBesideFromWidth;
  m_layout->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  m_figures->setColumns(beside ? 1 : 3);
}

}  // namespace halftone::app
