#include "app/shell/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

#include "app/commands/type_commands.h"
#include "app/jobs/error_text.h"
#include "app/shell/devices_dialog.h"
#include "app/shell/empty_state.h"
#include "app/shell/help_dialogs.h"
#include "app/shell/jobs_bar.h"
#include "app/shell/message_bar.h"
#include "app/shell/sample_model.h"
#include "app/views/budget/budget_strip.h"
#include "app/views/export/export_dialog.h"
#include "app/views/inspector/inspector_panel.h"
#include "app/views/map/map_panel.h"
#include "app/views/model_panel/model_panel.h"
#include "app/views/palette/type_palette.h"
#include "app/views/preset/effort_box.h"
#include "app/views/preset/preset_box.h"

namespace halftone::app {

namespace {

constexpr int kMessageMs = 8000;

QWidget* toolbarLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setContentsMargins(8, 0, 4, 0);
  return label;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      m_devices(m_jobs),
      m_measurements(m_document, m_jobs, &m_devices),
      m_mapModel(m_document, m_measurements),
      m_presetModel(m_document, m_jobs),
      m_opener(m_document, m_jobs),
      m_actions(new WindowActions(m_document.undoStack(), this)) {
  setAcceptDrops(true);
  setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
  makeCentre();
  makeDocks();
  makeMainToolbar();
  makeTypesToolbar();
  m_actions->makeMenus(*this, m_panelActions);
  connectActions();
  connectViews();
  connectOpening();
  m_importance = new QLabel(this);
  statusBar()->addPermanentWidget(new JobsBar(m_jobs, this));
  statusBar()->addPermanentWidget(m_importance);
  m_device = new QLabel(this);
  statusBar()->addPermanentWidget(m_device);
  connect(&m_devices, &Devices::changed, this, &MainWindow::followDevice);
  connect(&m_devices, &Devices::noted, this, &MainWindow::tell);
  connect(&m_document, &ModelDocument::modelChanged, this, &MainWindow::followDocument);
  connect(&m_document, &ModelDocument::planChanged, this, &MainWindow::followDocument);
  connect(&m_document, &ModelDocument::importanceChanged, this, &MainWindow::followDocument);
  connect(&m_document, &ModelDocument::selectionChanged, this, &MainWindow::followSelection);
  connect(&m_measurements, &Measurements::failed, this, &MainWindow::tell);
  m_measurements.wantPlanned(true);
  setLens(Lens::Bits);
  setTheme(m_settings.theme());
  m_devices.choose(m_settings.device());
  fillRecent();
  followDocument();
  followSelection();
  restoreWindow();
}

MainWindow::~MainWindow() { m_jobs.cancelAll(); }

MapView& MainWindow::mapView() { return *m_map->view(); }

void MainWindow::makeCentre() {
  m_messages = new MessageBar(this);
  m_empty = new EmptyState(!sampleModelPath().isEmpty(), this);
  m_map = new MapPanel(m_document, m_measurements, m_mapModel, this);
  m_stack = new QStackedWidget(this);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_map);
  auto* centre = new QWidget(this);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_messages);
  layout->addWidget(m_stack, 1);
  setCentralWidget(centre);
}

void MainWindow::makeDocks() {
  setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  const auto add = [this](const QString& title, const char* name, QWidget* widget, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(widget);
    addDockWidget(area, dock);
    m_panelActions << dock->toggleViewAction();
    return dock;
  };
  QDockWidget* model = add(tr("Model"), "modelDock", new ModelPanel(m_document, this), Qt::LeftDockWidgetArea);
  auto* panel = new InspectorPanel(m_document, m_measurements, this);
  connect(panel, &InspectorPanel::message, this, &MainWindow::tell);
  QDockWidget* inspector = add(tr("Inspector"), "inspectorDock", panel, Qt::RightDockWidgetArea);
  QDockWidget* budget = add(tr("Budget"), "budgetDock", new BudgetStrip(m_document, this), Qt::BottomDockWidgetArea);
  budget->setTitleBarWidget(new QWidget(budget));  // one line needs no title of its own
  resizeDocks({model, inspector}, {225, 410}, Qt::Horizontal);
}

void MainWindow::makeMainToolbar() {
  auto* main = addToolBar(tr("Main"));
  main->setObjectName(QStringLiteral("mainToolbar"));
  main->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  main->setIconSize({18, 18});
  main->addAction(m_actions->open);
  main->addSeparator();
  main->addWidget(toolbarLabel(tr("Preset"), this));
  main->addWidget(new PresetBox(m_document, m_presetModel, this));
  main->addWidget(toolbarLabel(tr("Effort"), this));
  main->addWidget(new EffortBox(m_document, this));
  main->addWidget(toolbarLabel(tr("Lens"), this));
  m_lensBox = new QComboBox(this);
  m_lensBox->setAccessibleName(tr("Lens"));
  for (const Lens lens : kLenses) {
    m_lensBox->addItem(lensName(lens), static_cast<int>(lens));
    m_lensBox->setItemData(m_lensBox->count() - 1, lensDescription(lens), Qt::ToolTipRole);
  }
  main->addWidget(m_lensBox);
  main->addSeparator();
  main->addActions({m_actions->undo, m_actions->redo});
  main->addSeparator();
  main->addActions({m_actions->zoomOut, m_actions->zoomIn, m_actions->fit});
  for (QAction* action : {m_actions->undo, m_actions->redo, m_actions->zoomOut, m_actions->zoomIn, m_actions->fit})
    if (auto* button = qobject_cast<QToolButton*>(main->widgetForAction(action)))
      button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  auto* space = new QWidget(this);
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  main->addWidget(space);
  main->addAction(m_actions->exportModel);
  m_panelActions << main->toggleViewAction();
}

void MainWindow::makeTypesToolbar() {
  addToolBarBreak();
  auto* types = addToolBar(tr("Types"));
  types->setObjectName(QStringLiteral("typesToolbar"));
  types->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  types->setIconSize({16, 16});
  types->addAction(m_actions->paint);
  types->addSeparator();
  m_palette = new TypePalette(m_document, this);
  types->addWidget(m_palette);
  m_panelActions << types->toggleViewAction();
}

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, const std::function<void()>& act) {
    connect(action, &QAction::triggered, this, act);
  };
  MapView* map = m_map->view();
  on(m_actions->open, [this] { chooseFile(); });
  on(m_actions->openFolder, [this] { chooseFolder(); });
  on(m_actions->sample, [this] { openSample(); });
  on(m_actions->cancelOpening, [this] { m_opener.cancel(); });
  on(m_actions->openImportance, [this] { chooseImportance(); });
  on(m_actions->dropImportance, [this] { m_document.setImportance(nullptr); });
  on(m_actions->exportModel, [this] { showExport(); });
  on(m_actions->devices, [this] { showDevices(); });
  on(m_actions->quit, [this] { close(); });
  on(m_actions->selectAll, [map] { map->mapSelection().selectAll(); });
  on(m_actions->moreBits, [this] { tell(outcomeText(stepBits(m_document, m_document.selection(), 1))); });
  on(m_actions->fewerBits, [this] { tell(outcomeText(stepBits(m_document, m_document.selection(), -1))); });
  on(m_actions->backToPreset, [this] { tell(outcomeText(resetTypes(m_document, m_document.selection()))); });
  on(m_actions->allBackToPreset, [this] { tell(outcomeText(resetAllTypes(m_document))); });
  on(m_actions->zoomIn, [map] { map->zoomIn(); });
  on(m_actions->zoomOut, [map] { map->zoomOut(); });
  on(m_actions->fit, [map] { map->fit(); });
  on(m_actions->shortcuts, [this] { makeShortcutsDialog(QWidget::actions(), this)->open(); });
  on(m_actions->about, [this] { showAbout(this); });
}

void MainWindow::connectViews() {
  MapView* map = m_map->view();
  connect(m_actions->smallTensors, &QAction::toggled, &m_mapModel, &MapModel::setMinorShown);
  connect(m_actions->paint, &QAction::toggled, m_palette, &TypePalette::setPainting);
  connect(m_palette, &TypePalette::brushChanged, map, &MapView::setBrush);
  connect(map, &MapView::brushDropped, m_actions->paint, [this] { m_actions->paint->setChecked(false); });
  connect(map, &MapView::message, this, &MainWindow::tell);
  connect(m_palette, &TypePalette::message, this, &MainWindow::tell);
  connect(m_lensBox, &QComboBox::activated, this, [this](int index) { setLens(static_cast<Lens>(index)); });
  connect(m_actions->lenses, &QActionGroup::triggered, this,
          [this](QAction* action) { setLens(static_cast<Lens>(action->data().toInt())); });
  connect(m_actions->themes, &QActionGroup::triggered, this, [this](QAction* action) {
    m_settings.setTheme(static_cast<Theme>(action->data().toInt()));
    setTheme(m_settings.theme());
  });
}

void MainWindow::connectOpening() {
  connect(m_empty, &EmptyState::openWanted, this, &MainWindow::chooseFile);
  connect(m_empty, &EmptyState::sampleWanted, this, &MainWindow::openSample);
  connect(m_empty, &EmptyState::fileWanted, this, &MainWindow::open);
  // Asked only now: what was dropped may be an importance matrix, and edits may go on while a model loads.
  m_opener.setConfirm([this](const std::function<void()>& proceed) {
    if (!discardsWork()) return proceed();
    askThen(tr("Opening another model gives up the types chosen by hand."), proceed);
  });
  m_actions->cancelOpening->setEnabled(false);
  connect(&m_opener, &ModelOpener::started, this, [this] {
    m_messages->hide();
    m_actions->cancelOpening->setEnabled(true);
  });
  connect(&m_opener, &ModelOpener::ended, this, [this] { m_actions->cancelOpening->setEnabled(false); });
  tellOpening();
}

void MainWindow::tellOpening() {
  connect(&m_opener, &ModelOpener::modelOpened, this, [this](const QString& path) {
    m_settings.addRecentFile(path);
    fillRecent();
    mapView().setFocus();
    emit modelOpened(path);
  });
  connect(&m_opener, &ModelOpener::importanceOpened, this, [this](const QString& path) {
    tell(tr("Encoding with the importance matrix %1").arg(QFileInfo(path).fileName()));
  });
  connect(&m_opener, &ModelOpener::failed, this, [this](const QString& path, const Error& error) {
    m_messages->add(errorTitle(error.code), errorText(error));
    if (error.code == ErrorCode::NotFound) {
      m_settings.markMissing(path);
      fillRecent();
    }
    emit openFailed(path, error);
  });
}

void MainWindow::openAll(const QStringList& paths) {
  if (!paths.isEmpty()) m_settings.setLastFolder(QFileInfo(paths.front()).absolutePath());
  m_opener.open(paths);
}

void MainWindow::openSample() {
  const QString path = sampleModelPath();
  if (path.isEmpty())
    m_messages->show(tr("The sample model is not there"),
                     tr("It was not installed with this program. Open a model of your own."));
  else
    open(path);
}

// Types chosen by hand that no export has written yet.
bool MainWindow::discardsWork() {
  return m_ask && !m_document.request().byHand.empty() && !m_document.undoStack().isClean();
}

void MainWindow::askThen(const QString& question, const std::function<void()>& proceed) {
  auto* box = new QMessageBox(QMessageBox::Question, tr("Give up changes?"), question, QMessageBox::Cancel, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* giveUp = box->addButton(tr("Give up"), QMessageBox::DestructiveRole);
  connect(giveUp, &QPushButton::clicked, this, proceed);
  box->open();
}

void MainWindow::chooseFile() {
  auto* dialog = new QFileDialog(this, tr("Open a model"), m_settings.lastFolder());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters({tr("Models (*.gguf *.safetensors *.json)"), tr("All files (*)")});
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::open);
  dialog->open();
}

void MainWindow::chooseFolder() {
  auto* dialog = new QFileDialog(this, tr("Open a folder that holds one model"), m_settings.lastFolder());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::open);
  dialog->open();
}

void MainWindow::chooseImportance() {
  auto* dialog = new QFileDialog(this, tr("Open an importance matrix"), m_settings.lastFolder());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters({tr("Importance matrices (*.gguf *.dat *.imatrix)"), tr("All files (*)")});
  connect(dialog, &QFileDialog::fileSelected, &m_opener, &ModelOpener::openImportance);
  dialog->open();
}

void MainWindow::showExport() {
  if (m_export && m_export->hasEnded()) m_export->close();
  if (m_export && (m_export->isRunning() || m_export->isVisible())) return m_export->present();
  m_export = new ExportDialog(m_document, m_jobs, &m_devices, this);
  m_export->setAttribute(Qt::WA_DeleteOnClose);
  connect(m_export, &ExportDialog::exported, this,
          [this](const QString& path) { tell(tr("Written and verified: %1").arg(QFileInfo(path).fileName())); });
  m_export->present();
}

void MainWindow::showDevices() {
  auto* dialog = new DevicesDialog(m_devices, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &DevicesDialog::chosen, this, [this](const QString& wanted) {
    m_settings.setDevice(wanted);
    m_devices.choose(wanted);
  });
  dialog->open();
}

void MainWindow::followDevice() {
  const QString name = m_devices.activeName();
  m_device->setVisible(!name.isEmpty());
  m_device->setText(tr("%1 + CPU").arg(name));
  if (!m_devices.failure().isEmpty()) tell(m_devices.failure());
}

void MainWindow::setLens(Lens lens) {
  m_mapModel.setLens(lens);
  m_measurements.wantExactPlanned(isMeasured(lens));
  m_lensBox->setCurrentIndex(static_cast<int>(lens));
  m_actions->lenses->actions().at(static_cast<int>(lens))->setChecked(true);
}

void MainWindow::setTheme(Theme theme) {
  applyTheme(*qApp, theme);
  m_actions->themes->actions().at(static_cast<int>(theme))->setChecked(true);
}

void MainWindow::followDocument() {
  const bool opened = m_document.model() != nullptr;
  m_stack->setCurrentWidget(opened ? static_cast<QWidget*>(m_map) : m_empty);
  const QString whyNot = ExportDialog::whyNotExport(m_document);
  m_actions->exportModel->setEnabled(whyNot.isEmpty());
  m_actions->exportModel->setToolTip(whyNot.isEmpty() ? m_actions->exportModel->statusTip() : whyNot);
  m_actions->openImportance->setEnabled(opened);
  const auto& importance = m_document.importance();
  m_actions->dropImportance->setEnabled(importance != nullptr);
  m_importance->setVisible(importance != nullptr);
  if (importance)
    m_importance->setText(tr("Importance: %1").arg(QString::fromStdString(importance->path().filename().string())));
  m_actions->allBackToPreset->setEnabled(!m_document.request().byHand.empty());
  for (QAction* action : {m_actions->selectAll, m_actions->paint, m_actions->zoomIn, m_actions->zoomOut, m_actions->fit,
                          m_actions->smallTensors})
    action->setEnabled(opened);
  setWindowTitle(opened ? tr("%1 — Halftone").arg(QString::fromStdString(m_document.model()->name()))
                        : QStringLiteral("Halftone"));
}

void MainWindow::followSelection() {
  const bool some = !m_document.selection().isEmpty();
  for (QAction* action : {m_actions->moreBits, m_actions->fewerBits, m_actions->backToPreset}) action->setEnabled(some);
}

void MainWindow::fillRecent() {
  const QList<RecentFile> files = m_settings.recentFiles();
  m_empty->setRecentFiles(files);
  m_actions->recent->clear();
  m_actions->recent->setEnabled(!files.isEmpty());
  for (const RecentFile& file : files) {
    QString name = QFileInfo(file.path).fileName();
    name.replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction* action = m_actions->recent->addAction(file.missing ? tr("%1 (was not found)").arg(name) : name,
                                                   [this, path = file.path] { open(path); });
    action->setStatusTip(file.path);
  }
  m_actions->recent->addSeparator();
  m_actions->recent->addAction(tr("&Clear this list"), [this] {
    m_settings.clearRecentFiles();
    fillRecent();
  });
}

void MainWindow::restoreWindow() {
  resize(1280, 800);
  restoreGeometry(m_settings.windowGeometry());
  restoreState(m_settings.windowState());
}

void MainWindow::tell(const QString& text) { statusBar()->showMessage(text, kMessageMs); }

void MainWindow::closeEvent(QCloseEvent* event) {
  if (m_export && m_export->isRunning()) {
    event->ignore();
    return m_export->askToStop([this] { close(); });
  }
  if (discardsWork()) {
    event->ignore();
    askThen(tr("Closing gives up the types chosen by hand."), [this] {
      m_ask = false;
      close();
    });
    return;
  }
  m_settings.setWindow(saveGeometry(), saveState());
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  QStringList paths;
  QStringList elsewhere;
  for (const QUrl& url : event->mimeData()->urls())
    url.isLocalFile() ? paths << url.toLocalFile() : elsewhere << url.toDisplayString();
  if (paths.isEmpty() && elsewhere.isEmpty()) return;
  event->acceptProposedAction();
  openAll(paths);
  if (!elsewhere.isEmpty())
    m_messages->show(tr("Only files on this computer can be opened"), elsewhere.join(QLatin1Char('\n')));
}

}  // namespace halftone::app
