#include "app/shell/devices_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace halftone::app {
namespace {

constexpr int kGap = 18;  // between columns

enum Column { kName, kKind, kMemory, kSpeed, kCpu, kColumns };

QString rateText(double weightsPerSecond) {
  return DevicesDialog::tr("≈ %1 M weights/s").arg(QLocale().toString(weightsPerSecond / 1e6, 'f', 0));
}

QString kindText(gpu::DeviceKind kind) {
  switch (kind) {
    case gpu::DeviceKind::Discrete: return DevicesDialog::tr("graphics card");
    case gpu::DeviceKind::Integrated: return DevicesDialog::tr("integrated GPU");
    case gpu::DeviceKind::Virtual: return DevicesDialog::tr("virtual GPU");
    case gpu::DeviceKind::Software: return DevicesDialog::tr("software");
    case gpu::DeviceKind::Other: break;
  }
  return DevicesDialog::tr("other");
}

QString sizeText(Bytes size) {
  return QLocale().formattedDataSize(static_cast<qint64>(size.count), 1, QLocale::DataSizeSIFormat);
}

QString memoryText(const gpu::DeviceInfo& info) {
  const QString text = info.sharesMemory ? DevicesDialog::tr("%1 shared, %2 free") : DevicesDialog::tr("%1, %2 free");
  return text.arg(sizeText(info.memory), sizeText(info.memoryFree));
}

}  // namespace

DevicesDialog::DevicesDialog(Devices& devices, QWidget* parent)
    : QDialog(parent), m_devices(devices), m_list(new QTreeWidget(this)), m_state(new QLabel(this)) {
  setWindowTitle(tr("What encodes"));
  resize(860, 320);
  auto* about =
      new QLabel(tr("A GPU helps the CPU to encode and to measure. What it does is tried out beside the CPU "
                    "first, and what it cannot do, the CPU does. Speeds are measured here, on made-up weights."),
                 this);
  about->setWordWrap(true);
  m_list->setObjectName(QStringLiteral("deviceList"));
  m_list->setColumnCount(kColumns);
  m_list->setHeaderLabels({tr("Device"), tr("Kind"), tr("Memory"), tr("Encodes"), tr("The CPU")});
  m_list->setRootIsDecorated(false);
  m_list->setSelectionMode(QAbstractItemView::SingleSelection);
  m_list->setAllColumnsShowFocus(true);
  m_list->header()->setStretchLastSection(false);
  m_list->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
  for (const int column : {kMemory, kSpeed, kCpu})
    m_list->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  m_state->setWordWrap(true);
  m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  m_again = buttons->addButton(tr("&Measure again"), QDialogButtonBox::ActionRole);
  m_again->setAutoDefault(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 14, 14, 14);
  layout->addWidget(about);
  layout->addWidget(m_list, 1);
  layout->addWidget(m_state);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_again, &QPushButton::clicked, &m_devices, &Devices::measureAll);
  connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    if (item != nullptr && !(item->flags().testFlag(Qt::ItemIsSelectable))) return;
    if (item != nullptr) emit chosen(item->data(kName, Qt::UserRole).toString());
  });
  connect(&m_devices, &Devices::listed, this, &DevicesDialog::fill);
  connect(&m_devices, &Devices::changed, this, &DevicesDialog::followChoice);
  m_list->setFocus();
  fill();
  if (m_devices.known().empty()) m_devices.measureAll();
}

QTreeWidgetItem* DevicesDialog::addRow(const QString& wanted, const QStringList& cells, const QString& toolTip) {
  auto* row = new QTreeWidgetItem(m_list, cells);
  row->setData(kName, Qt::UserRole, wanted);
  for (int column = 0; column < kColumns; ++column) row->setToolTip(column, toolTip);
  for (const int column : {kMemory, kSpeed, kCpu}) row->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  return row;
}

void DevicesDialog::addDevice(const gpu::MeasuredDevice& device) {
  const gpu::DeviceInfo& info = device.info;
  const QString name = QString::fromStdString(info.name);
  QString toolTip = tr("Driver: %1").arg(QString::fromStdString(info.driver));
  QStringList cells = {name, kindText(info.kind), memoryText(info), QStringLiteral("—"), QStringLiteral("—")};
  if (device.speed) {
    cells[kSpeed] = rateText(device.speed->there);
    cells[kCpu] = rateText(device.speed->here);
    toolTip +=
        QStringLiteral("\n") +
        tr("Measured: f16 to %1, with transfers").arg(QString::fromStdString(tensorTypeName(device.speed->type)));
  }
  QTreeWidgetItem* row = addRow(m_devices.wantedFor(info), cells, toolTip);
  if (info.usable()) return;
  row->setFlags(Qt::NoItemFlags);
  for (int column = 0; column < kColumns; ++column)
    row->setToolTip(column, tr("It cannot be used: %1.").arg(QString::fromStdString(info.whyNot)));
}

void DevicesDialog::fill() {
  const QSignalBlocker blocker(m_list);
  m_list->clear();
  addRow(QStringLiteral("auto"), {tr("Automatic"), {}, {}, {}, {}}, tr("The GPU that is measured faster than the CPU"));
  addRow(QStringLiteral("cpu"), {tr("CPU alone"), {}, {}, {}, {}}, tr("The same bytes on every computer"));
  for (const gpu::MeasuredDevice& device : m_devices.known()) addDevice(device);
  for (int column = kKind; column < kColumns; ++column) {
    m_list->resizeColumnToContents(column);
    m_list->setColumnWidth(column, m_list->columnWidth(column) + kGap);
  }
  m_again->setEnabled(!m_devices.measuring());
  followChoice();
}

void DevicesDialog::followChoice() {
  const QSignalBlocker blocker(m_list);
  for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
    QTreeWidgetItem* row = m_list->topLevelItem(i);
    if (row->data(kName, Qt::UserRole).toString() == m_devices.wanted()) m_list->setCurrentItem(row);
  }
  if (m_devices.measuring())
    m_state->setText(tr("Measuring…"));
  else if (m_devices.choosing())
    m_state->setText(tr("Opening…"));
  else if (!m_devices.failure().isEmpty())
    m_state->setText(m_devices.failure());
  else if (!m_devices.whyNoneKnown().isEmpty())
    m_state->setText(m_devices.whyNoneKnown());
  else if (m_devices.active() == nullptr)
    m_state->setText(tr("In use: the CPU alone."));
  else
    m_state->setText(tr("In use: %1 and the CPU.").arg(m_devices.activeName()));
}

}  // namespace halftone::app
