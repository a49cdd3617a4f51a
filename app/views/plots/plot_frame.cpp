#include "app/views/plots/plot_frame.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "app/models/names.h"
#include "app/views/plots/plot_axes.h"
#include "app/views/plots/plot_export.h"

namespace halftone::app {
namespace {

constexpr QSize kPaperSize(900, 560);
constexpr double kZoomStep = 1.25;
constexpr double kPanStep = 0.15;

}  // namespace

PlotFrame::PlotFrame(const QString& name, QWidget* parent) : QWidget(parent), m_name(name) {
  setAccessibleName(name);
  buildPlot();
  buildLegend();
  buildMenu();
  m_pages = new QStackedLayout;
  m_pages->addWidget(makeWaitingPage());
  m_pages->addWidget(m_plot);
  m_readOut = new QLabel(this);
  m_readOut->setWordWrap(true);
  m_readOut->setAccessibleName(tr("Values under the cursor"));
  m_readOut->setMinimumHeight(2 * fontMetrics().lineSpacing());  // the plot does not jump when a line wraps
  m_readOut->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(makeHead());
  layout->addLayout(m_pages, 1);
  layout->addWidget(m_readOut);
  setCursorRow(std::nullopt);
  showMessage(tr("Nothing is selected."));
}

QLayout* PlotFrame::makeHead() {
  m_title = new QLabel(this);
  m_title->setWordWrap(true);
  auto* button = new QPushButton(tr("Plot"), this);
  button->setToolTip(tr("Zoom, copy and save this plot"));
  button->setAccessibleName(tr("Plot menu of %1").arg(m_name));
  button->setMenu(m_menu);
  button->setAutoDefault(false);
  auto* head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(button, 0, Qt::AlignTop);
  return head;
}

QWidget* PlotFrame::makeWaitingPage() {
  auto* page = new QWidget(this);
  m_message = new QLabel(page);
  m_message->setWordWrap(true);
  m_message->setAlignment(Qt::AlignCenter);
  m_progress = new QProgressBar(page);
  m_progress->setTextVisible(false);
  m_progress->setAccessibleName(tr("Progress of %1").arg(m_name));
  m_progress->setMaximumWidth(240);
  auto* layout = new QVBoxLayout(page);
  layout->addStretch();
  layout->addWidget(m_message);
  layout->addWidget(m_progress, 0, Qt::AlignHCenter);
  layout->addStretch();
  return page;
}

PlotFrame::~PlotFrame() = default;

void PlotFrame::buildPlot() {
  m_plot = new QCustomPlot(this);
  m_plot->setMinimumSize(220, 130);
  m_plot->setFocusPolicy(Qt::StrongFocus);
  m_plot->setAccessibleName(m_name);
  m_plot->setAccessibleDescription(
      tr("Left and right arrows read out values; Ctrl with arrows pans; plus and minus zoom"));
  m_plot->setLocale(QLocale());
  m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  m_plot->installEventFilter(this);
  setAxisScale(*m_plot->xAxis, false);
  setAxisScale(*m_plot->yAxis, false);
  m_plot->axisRect()->setupFullAxesBox(false);
  m_plot->axisRect()->setMinimumMargins(QMargins(8, 8, 12, 4));
  m_plot->xAxis->setTickLabelPadding(7);  // clear of the y axis's lowest label
  for (QCPAxis* axis : {m_plot->xAxis2, m_plot->yAxis2}) {
    axis->setTicks(false);
    axis->setTickLabels(false);
  }

  m_plot->addLayer(QStringLiteral("cursor"));
  m_plot->layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
  m_cursor = new QCPItemStraightLine(m_plot);
  m_cursor->setLayer(QStringLiteral("cursor"));
  m_cursor->setVisible(false);
  connect(m_plot, &QCustomPlot::mousePress, this, &PlotFrame::choosePressMode);
  connect(m_plot, &QCustomPlot::mouseMove, this, &PlotFrame::followPointer);
  connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &PlotFrame::resetView);
}

// The legend gets a line of its own under the axes, so that it hides no data.
void PlotFrame::buildLegend() {
  m_plot->legend->setVisible(true);
  auto* legendLine = new QCPLayoutGrid;
  m_plot->plotLayout()->addElement(1, 0, legendLine);
  legendLine->setMargins(QMargins(8, 0, 8, 2));
  legendLine->addElement(0, 0, m_plot->legend);
  m_plot->legend->setFillOrder(QCPLegend::foColumnsFirst);
  m_plot->legend->setMargins(QMargins(0, 0, 0, 0));
  m_plot->legend->setColumnSpacing(14);
  m_plot->plotLayout()->setRowStretchFactor(1, 0.001);
}

QAction* PlotFrame::addMenuAction(const QString& text, const QKeySequence& keys, std::function<void()> run) {
  QAction* action = m_menu->addAction(text, this, std::move(run));
  action->setShortcut(keys);
  // The plot answers its keys itself (handleKey), so that they never compete with the window's shortcuts.
  action->setShortcutContext(Qt::WidgetShortcut);
  return action;
}

void PlotFrame::buildMenu() {
  m_menu = new QMenu(this);
  m_menuStart = addMenuAction(tr("Zoom in"), Qt::Key_Plus, [this] { zoom(kZoomStep); });
  addMenuAction(tr("Zoom out"), Qt::Key_Minus, [this] { zoom(1 / kZoomStep); });
  addMenuAction(tr("Show all"), Qt::Key_Home, [this] { resetView(); });
  m_menu->addSeparator();
  addMenuAction(tr("Copy image"), QKeySequence::Copy, [this] { copyImage(); });
  addMenuAction(tr("Copy data"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { copyData(); });
  addMenuAction(tr("Save as…"), QKeySequence::Save, [this] { chooseFileAndSave(); });
  connect(m_menu, &QMenu::aboutToShow, this, [this] {
    for (QAction* action : m_menu->actions()) action->setEnabled(showsPlot());
  });
}

void PlotFrame::addPlotAction(QAction* action) {
  m_menu->insertAction(m_menuStart, action);
  m_menu->insertSeparator(m_menuStart);
}

void PlotFrame::setTitle(const QString& title) {
  m_titleText = title;
  m_title->setText(wrappable(title));
}

bool PlotFrame::showsPlot() const { return m_pages->currentIndex() == 1; }

void PlotFrame::showMessage(const QString& message) {
  m_message->setText(message);
  m_progress->hide();
  m_pages->setCurrentIndex(0);
  m_readOut->clear();
}

void PlotFrame::showProgress(const QString& message, double fraction) {
  m_message->setText(message);
  m_progress->show();
  m_progress->setRange(0, fraction < 0 ? 0 : 1000);
  if (fraction >= 0) m_progress->setValue(static_cast<int>(fraction * 1000));
  m_pages->setCurrentIndex(0);
  m_readOut->clear();
}

void PlotFrame::showData(PlotTable table, double xLow, double xHigh, double yLow, double yHigh) {
  m_table = std::move(table);
  m_homeXLow = xLow;
  m_homeXHigh = xHigh;
  m_homeYLow = yLow;
  m_homeYHigh = yHigh;
  setCursorRow(std::nullopt);
  m_pages->setCurrentIndex(1);
  m_plot->xAxis->setRange(xLow, xHigh);
  m_plot->yAxis->setRange(yLow, yHigh);
  refresh();
}

void PlotFrame::setLogarithmic(bool x, bool y) {
  setAxisScale(*m_plot->xAxis, x);
  setAxisScale(*m_plot->yAxis, y);
}

void PlotFrame::colorAxes(const PlotColors& colors) {
  m_plot->setBackground(QBrush(colors.background));
  for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->xAxis2, m_plot->yAxis2}) colorAxis(*axis, colors, font());
  colorLegend(*m_plot->legend, colors, font());
  m_plot->selectionRect()->setPen(QPen(colors.text, 1, Qt::DashLine));
  m_plot->selectionRect()->setBrush(Qt::NoBrush);
  m_cursor->setPen(QPen(colors.text, 1, Qt::DotLine));
}

void PlotFrame::refresh() {
  const PlotColors colors = PlotColors::fromPalette(palette());
  colorAxes(colors);
  applyColors(colors);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotFrame::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  refresh();
  // At once, or the next frame shows the new background under the old lines.
  if (m_plot->isVisible()) m_plot->replot();
}

void PlotFrame::zoom(double factor) {
  zoomAxis(*m_plot->xAxis, factor);
  zoomAxis(*m_plot->yAxis, factor);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotFrame::pan(double dx, double dy) {
  panAxis(*m_plot->xAxis, dx);
  panAxis(*m_plot->yAxis, dy);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotFrame::resetView() {
  m_plot->xAxis->setRange(m_homeXLow, m_homeXHigh);
  m_plot->yAxis->setRange(m_homeYLow, m_homeYHigh);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QString PlotFrame::readOut() const { return m_cursorRow ? m_table.readOut(*m_cursorRow) : QString(); }

void PlotFrame::setCursorRow(std::optional<std::size_t> row) {
  m_cursorRow = row;
  m_cursor->setVisible(row.has_value());
  if (row) {
    const double x = m_table.columns.front().values[*row];
    m_cursor->point1->setCoords(x, m_plot->yAxis->range().lower);
    m_cursor->point2->setCoords(x, m_plot->yAxis->range().upper);
    m_readOut->setText(readOut());
  } else {
    m_readOut->setText(tr("Wheel zooms, drag pans, Shift+drag zooms into a box, double click shows all."));
  }
  m_plot->layer(QStringLiteral("cursor"))->replot();
}

void PlotFrame::moveCursor(int rows) {
  if (m_table.rows() == 0) return;
  const auto last = static_cast<std::ptrdiff_t>(m_table.rows()) - 1;
  const double center = m_plot->xAxis->pixelToCoord(m_plot->axisRect()->center().x());
  const bool logarithmic = m_plot->xAxis->scaleType() == QCPAxis::stLogarithmic;
  const std::size_t from = m_cursorRow.value_or(m_table.nearest(center, logarithmic).value_or(0));
  const std::ptrdiff_t to = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(from) + rows, 0, last);
  setCursorRow(static_cast<std::size_t>(to));
}

void PlotFrame::followPointer(QMouseEvent* event) {
  const QPointF position = event->position();
  if (!m_plot->axisRect()->rect().contains(position.toPoint())) return;
  const bool logarithmic = m_plot->xAxis->scaleType() == QCPAxis::stLogarithmic;
  setCursorRow(m_table.nearest(m_plot->xAxis->pixelToCoord(position.x()), logarithmic));
}

void PlotFrame::choosePressMode(QMouseEvent* event) {
  const bool box = event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier);
  m_plot->setSelectionRectMode(box ? QCP::srmZoom : QCP::srmNone);
}

// Answers the plot's own keys; with `run` false only tells whether the key is ours.
bool PlotFrame::handleKey(QKeyEvent* event, bool run) {
  if (!showsPlot()) return false;
  const bool control = event->modifiers().testFlag(Qt::ControlModifier);
  const bool page = event->modifiers().testFlag(Qt::ShiftModifier);
  const int step = page ? 10 : 1;
  switch (event->key()) {
    case Qt::Key_Left:
      if (run) control ? pan(-kPanStep, 0) : moveCursor(-step);
      return true;
    case Qt::Key_Right:
      if (run) control ? pan(kPanStep, 0) : moveCursor(step);
      return true;
    case Qt::Key_Up:
      if (control && run) pan(0, kPanStep);
      return control;
    case Qt::Key_Down:
      if (control && run) pan(0, -kPanStep);
      return control;
    default: break;
  }
  // '+' needs Shift on many keyboards; the shortcut is the sign, not the key.
  const QKeyCombination keys = event->keyCombination();
  const bool sign = event->key() == Qt::Key_Plus || event->key() == Qt::Key_Minus;
  const QKeySequence pressed(sign ? QKeyCombination(event->modifiers() & Qt::ControlModifier, keys.key()) : keys);
  for (QAction* action : m_menu->actions()) {
    if (action->shortcut().isEmpty() || action->shortcut() != pressed) continue;
    if (run) action->trigger();
    return true;
  }
  return false;
}

void PlotFrame::openMenu(const QPoint& globalPosition) { m_menu->popup(globalPosition); }

bool PlotFrame::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_plot) return QWidget::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::ShortcutOverride:
      if (!handleKey(static_cast<QKeyEvent*>(event), false)) break;
      event->accept();
      return true;
    case QEvent::KeyPress:
      if (handleKey(static_cast<QKeyEvent*>(event), true)) return true;
      break;
    case QEvent::ContextMenu: {
      const auto* context = static_cast<QContextMenuEvent*>(event);
      const bool keyboard = context->reason() == QContextMenuEvent::Keyboard;
      openMenu(keyboard ? m_plot->mapToGlobal(m_plot->rect().center()) : context->globalPos());
      return true;
    }
    case QEvent::Leave: setCursorRow(std::nullopt); break;
    default: break;
  }
  return QWidget::eventFilter(watched, event);
}

// Runs `draw` while the plot looks as on paper: dark on white, its title inside.
template <class Draw>
auto PlotFrame::onPaper(Draw draw) {
  const bool cursor = m_cursor->visible();
  m_cursor->setVisible(false);
  colorAxes(PlotColors::forPaper());
  applyColors(PlotColors::forPaper());
  auto* title = new QCPTextElement(m_plot, m_titleText);
  title->setTextColor(PlotColors::forPaper().text);
  title->setFont(font());
  title->setMargins(QMargins(8, 8, 8, 0));
  m_plot->plotLayout()->insertRow(0);
  m_plot->plotLayout()->addElement(0, 0, title);
  auto result = draw();
  m_plot->plotLayout()->remove(title);
  m_plot->plotLayout()->simplify();
  m_cursor->setVisible(cursor);
  refresh();
  return result;
}

QString PlotFrame::save(const QString& path) {
  if (!showsPlot()) return tr("There is nothing to save yet.");
  return onPaper([&] { return savePlot(*m_plot, m_table, m_titleText, path, kPaperSize); });
}

void PlotFrame::copyImage() {
  if (!showsPlot()) return;
  const QPixmap picture = onPaper([&] { return m_plot->toPixmap(kPaperSize.width(), kPaperSize.height(), 2.0); });
  QApplication::clipboard()->setPixmap(picture);
}

void PlotFrame::copyData() {
  if (showsPlot()) QApplication::clipboard()->setText(m_table.csv());
}

void PlotFrame::chooseFileAndSave() {
  if (!showsPlot()) return;
  auto* dialog = new QFileDialog(this, tr("Save the plot"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters(
      {tr("Image (*.png)"), tr("Drawing (*.svg)"), tr("Document (*.pdf)"), tr("Table of the data (*.csv)")});
  dialog->setDefaultSuffix(QStringLiteral("png"));
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.mid(filter.indexOf(QLatin1String("*.")) + 2).chopped(1));
  });
  connect(dialog, &QFileDialog::fileSelected, this, &PlotFrame::saveOrTell);
  dialog->selectFile(plotFileName(m_titleText) + QStringLiteral(".png"));
  dialog->open();
}

void PlotFrame::saveOrTell(const QString& path) {
  const QString problem = save(path);
  if (problem.isEmpty()) return;
  auto* box = new QMessageBox(QMessageBox::Warning, tr("The plot was not saved"), problem, QMessageBox::Ok, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

}  // namespace halftone::app
