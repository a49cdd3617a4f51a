#include "app/shell/screenshots.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QEventLoop>
#include <QPixmap>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdio>
#include <functional>

#include "app/commands/type_commands.h"
#include "app/jobs/error_text.h"
#include "app/shell/main_window.h"
#include "app/views/map/map_view.h"
#include "app/views/preset/preset_box.h"

namespace halftone::app {

namespace {

constexpr QSize kSize(1280, 800);
constexpr int kPatienceMs = 300'000;

// Runs the event loop until `done`, or gives up.
bool waitUntil(const std::function<bool()>& done) {
  const QDeadlineTimer deadline(kPatienceMs);
  while (!done()) {
    if (deadline.hasExpired()) return false;
    QEventLoop loop;
    QTimer::singleShot(30, &loop, &QEventLoop::quit);
    loop.exec();
  }
  return true;
}

int fail(const QString& why) {
  std::fprintf(stderr, "halftone: %s\n", qUtf8Printable(why));
  return 1;
}

bool save(QWidget& window, const QDir& folder, const QString& name) {
  // Twice: the second turn sees what the first laid out.
  QApplication::processEvents();
  QApplication::processEvents();
  const QString path = folder.filePath(name + QStringLiteral(".png"));
  if (!window.grab().save(path, "PNG")) return false;
  std::printf("%s\n", qUtf8Printable(path));
  return true;
}

// What a person might do: more bits for the first layer's attention, fewer for a role, seen through the Size lens.
bool saveHandMade(MainWindow& window, const QDir& folder) {
  QList<TensorId> first;
  QList<TensorId> gates;
  for (const TensorInfo& tensor : window.document().model()->tensors()) {
    if (tensor.layer == LayerIndex{0} && groupOfTensor(tensor.name) == RoleGroup::Attention) first.append(tensor.id);
    if (tensor.role == Role::FfnGate) gates.append(tensor.id);
  }
  stepBits(window.document(), first, 1);
  stepBits(window.document(), gates, -1);
  window.document().select(gates, gates.isEmpty() ? std::nullopt : std::optional(gates.front()));
  window.setLens(Lens::Size);
  waitUntil([&] { return window.jobs().jobs().empty(); });
  return save(window, folder, QStringLiteral("by-hand-light"));
}

bool savePresets(MainWindow& window, const QDir& folder) {
  auto* box = window.findChild<PresetBox*>();
  box->showPopup();
  const bool saved = save(*box->view()->window(), folder, QStringLiteral("presets-light"));
  box->hidePopup();
  return saved;
}

bool allMeasured(MainWindow& window) {
  const PlannedProgress progress = window.measurements().plannedProgress();
  return progress.tensors > 0 && progress.exact == progress.tensors;
}

// The tensor that its planned type hurts most.
std::optional<TensorId> worstTensor(MainWindow& window) {
  std::optional<TensorId> worst;
  double lowest = 0;
  for (const TensorInfo& tensor : window.document().model()->tensors()) {
    const ErrorMetrics* error = window.measurements().error(tensor.id, window.document().typeOf(tensor.id));
    if (error == nullptr || (worst && error->sqnrDb >= lowest)) continue;
    worst = tensor.id;
    lowest = error->sqnrDb;
  }
  return worst;
}

}  // namespace

int takeScreenshots(const QString& folderPath, const QString& modelPath) {
  const QDir folder(folderPath);
  if (!folder.mkpath(QStringLiteral("."))) return fail(QStringLiteral("cannot create the folder %1").arg(folderPath));
  const QTemporaryDir settings;  // the user's own neither show in the pictures nor change
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  MainWindow window;
  window.setAskBeforeDiscarding(false);
  window.resize(kSize);
  window.show();
  window.setTheme(Theme::Light);
  bool saved = save(window, folder, QStringLiteral("empty-light"));

  QString failure;
  QObject::connect(&window, &MainWindow::openFailed, &window,
                   [&failure](const QString&, const Error& error) { failure = errorText(error); });
  window.open(modelPath);
  if (!waitUntil([&] { return !failure.isEmpty() || window.document().model() != nullptr; }) || !failure.isEmpty())
    return fail(failure.isEmpty() ? QStringLiteral("the model did not open in time") : failure);
  window.setLens(Lens::Error);  // which wants exact figures
  if (!waitUntil([&] { return allMeasured(window); })) return fail(QStringLiteral("measuring took too long"));

  if (const std::optional<TensorId> worst = worstTensor(window)) {
    window.document().select({*worst}, worst);
    waitUntil([&] {
      return window.measurements().analysis(*worst, window.document().typeOf(*worst)) && window.jobs().jobs().empty();
    });
  }
  window.mapView().setFocus();
  for (const auto& [theme, name] : {std::pair{Theme::Light, "light"}, std::pair{Theme::Dark, "dark"}}) {
    window.setTheme(theme);
    window.setLens(Lens::Error);
    saved = saved && save(window, folder, QStringLiteral("studio-%1").arg(QLatin1String(name)));
    window.setLens(Lens::Bits);
    saved = saved && save(window, folder, QStringLiteral("bits-%1").arg(QLatin1String(name)));
  }
  window.setTheme(Theme::Light);
  saved = saved && saveHandMade(window, folder) && savePresets(window, folder);
  return saved ? 0 : fail(QStringLiteral("cannot write to %1").arg(folderPath));
}

}  // namespace halftone::app
