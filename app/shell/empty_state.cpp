#include "app/shell/empty_state.h"

#include <QCommandLinkButton>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

namespace halftone::app {

namespace {

// The program's idea in one picture: dots that grow.
class Halftone : public QWidget {
 public:
  using QWidget::QWidget;
  QSize sizeHint() const override { return {240, 88}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    constexpr int kColumns = 12;
    constexpr int kRows = 4;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Highlight));
    const double step = std::min(width() / static_cast<double>(kColumns), height() / static_cast<double>(kRows));
    const double left = (width() - step * kColumns) / 2;
    for (int row = 0; row < kRows; ++row)
      for (int column = 0; column < kColumns; ++column) {
        const double wave = 0.5 + 0.5 * std::sin(column * 0.62 + row * 0.9);
        const double diameter = step * (0.22 + 0.66 * wave);
        painter.drawEllipse(QPointF(left + (column + 0.5) * step, (row + 0.5) * step), diameter / 2, diameter / 2);
      }
  }
};

}  // namespace

EmptyState::EmptyState(bool hasSample, QWidget* parent)
    : QWidget(parent), m_recent(new QWidget(this)), m_recentLayout(new QVBoxLayout(m_recent)) {
  setBackgroundRole(QPalette::Base);
  setAutoFillBackground(true);
  auto* title = new QLabel(tr("Open a language model"), this);
  QFont large = font();
  large.setPointSizeF(large.pointSizeF() * 1.7);
  title->setFont(large);
  auto* hint =
      new QLabel(tr("Drop a GGUF or safetensors file, or the folder that holds one, anywhere in this window."), this);
  hint->setWordWrap(true);
  hint->setAlignment(Qt::AlignHCenter);
  hint->setForegroundRole(QPalette::PlaceholderText);
  auto* open = new QPushButton(tr("&Open…"), this);
  open->setObjectName(QStringLiteral("emptyOpen"));
  open->setDefault(true);
  auto* sample = new QPushButton(tr("&Try the sample model"), this);
  sample->setObjectName(QStringLiteral("emptySample"));
  sample->setEnabled(hasSample);
  if (!hasSample) sample->setToolTip(tr("The sample model was not installed with this program"));
  connect(open, &QPushButton::clicked, this, &EmptyState::openWanted);
  connect(sample, &QPushButton::clicked, this, &EmptyState::sampleWanted);
  m_recentLayout->setContentsMargins(0, 12, 0, 0);
  m_recentLayout->setSpacing(2);

  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  buttons->addWidget(open);
  buttons->addWidget(sample);
  buttons->addStretch();
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(14);
  layout->addStretch(2);
  layout->addWidget(new Halftone(this), 0, Qt::AlignHCenter);
  layout->addWidget(title, 0, Qt::AlignHCenter);
  layout->addWidget(hint);
  layout->addLayout(buttons);
  layout->addWidget(m_recent, 0, Qt::AlignHCenter);
  layout->addStretch(3);
}

void EmptyState::setRecentFiles(const QList<RecentFile>& files) {
  qDeleteAll(m_recent->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
  m_recent->setVisible(!files.isEmpty());
  if (files.isEmpty()) return;
  auto* heading = new QLabel(tr("Recent"), m_recent);
  heading->setForegroundRole(QPalette::PlaceholderText);
  m_recentLayout->addWidget(heading);
  for (const RecentFile& file : files.mid(0, 5)) {
    QString name = QFileInfo(file.path).fileName();
    name.replace(QLatin1Char('&'), QLatin1String("&&"));
    auto* button = new QPushButton(file.missing ? tr("%1 (was not found)").arg(name) : name, m_recent);
    button->setFlat(true);
    button->setToolTip(file.path);
    button->setStyleSheet(QStringLiteral("text-align: left; padding: 3px 6px;"));
    connect(button, &QPushButton::clicked, this, [this, path = file.path] { emit fileWanted(path); });
    m_recentLayout->addWidget(button);
  }
}

}  // namespace halftone::app
