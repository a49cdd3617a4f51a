#include "app/views/export/export_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <algorithm>
#include <limits>

#include "app/models/effort_text.h"
#include "app/models/numbers.h"

namespace halftone::app {
namespace {

struct ExportText {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::ExportText)
};

QString filesText(std::size_t count) {
  return count == 1 ? ExportText::tr("one file") : ExportText::tr("%n files", nullptr, static_cast<int>(count));
}

// tr() counts in int.
int countForPlural(std::uint64_t count) {
  return static_cast<int>(std::min<std::uint64_t>(count, std::numeric_limits<int>::max()));
}

// The first few; a model may have hundreds.
QString namesText(const std::vector<std::string>& tensors) {
  constexpr std::size_t kNamed = 5;
  QStringList names;
  for (std::size_t i = 0; i < std::min(tensors.size(), kNamed); ++i) names << QString::fromStdString(tensors[i]);
  QString text = names.join(QStringLiteral(", "));
  if (tensors.size() > kNamed)
    text = ExportText::tr("%1 and %n more", nullptr, static_cast<int>(tensors.size() - kNamed)).arg(text);
  return text;
}

}  // namespace

QString exportSummary(const ExportCheck& check) {
  const Plan& plan = *check.plan;
  QStringList parts;
  parts << ExportText::tr("%1 (%2) in %3")
               .arg(sizeText(plan.fileBytes), exactSizeText(plan.fileBytes), filesText(check.files.size()));
  parts << ExportText::tr("%1 bits/weight").arg(bitsText(plan.bitsPerWeight()));
  parts << ExportText::tr("effort: %1").arg(effortText(plan.effort).toLower());
  if (!plan.backend.empty()) parts << ExportText::tr("on %1 and the CPU").arg(QString::fromStdString(plan.backend));
  if (check.freeSpace) parts << ExportText::tr("%1 free there").arg(sizeText(*check.freeSpace));
  return parts.join(QStringLiteral(" · "));
}

QStringList exportNotices(const ExportCheck& check) {
  const Plan& plan = *check.plan;
  QStringList notices;
  for (const std::filesystem::path& file : check.existing)
    notices << ExportText::tr("%1 is there already and would be replaced when the export is verified.")
                   .arg(QFileInfo(file).fileName());
  for (const std::string& warning : plan.warnings) notices << QString::fromStdString(warning);
  for (const PlanEntry& entry : plan.entries) {
    if (!entry.wanted) continue;
    notices << ExportText::tr("%1: %2 instead of %3. %4.")
                   .arg(QString::fromStdString(entry.name), typeText(entry.type), typeText(*entry.wanted),
                        QString::fromStdString(entry.reason));
  }
  return notices;
}

QString progressText(const RunProgress& progress, const QString& tensor) {
  QStringList parts;
  if (progress.verifying)
    parts << ExportText::tr("Verifying: reading everything back");
  else if (tensor.isEmpty())
    parts << ExportText::tr("Encoding");
  else
    parts << ExportText::tr("Encoding %1").arg(tensor);
  parts << ExportText::tr("%1 of %2").arg(sizeText(progress.done), sizeText(progress.total));
  if (!progress.verifying && progress.secondsElapsed > 0.2) {
    const double rate = static_cast<double>(progress.done.count) / progress.secondsElapsed;
    parts << ExportText::tr("%1/s").arg(sizeText({static_cast<std::uint64_t>(rate)}));
  }
  if (progress.secondsElapsed > 1) parts << ExportText::tr("%1 left").arg(durationText(progress.secondsLeft));
  return parts.join(QStringLiteral(" · "));
}

QStringList exportResult(const QuantizeReport& report, const Plan& plan) {
  QStringList paragraphs;
  QStringList names;
  for (const std::filesystem::path& file : report.files) names << QFileInfo(file).absoluteFilePath();
  paragraphs << ExportText::tr("%1 written in %2 (effort: %3):")
                        .arg(sizeText(report.fileBytes), durationText(report.secondsTotal),
                             effortText(plan.effort).toLower()) +
                    QLatin1Char('\n') + names.join(QLatin1Char('\n'));
  paragraphs << ExportText::tr(
                    "Checked: %1 reopened, and all %n tensors decoded; names, shapes, types and the "
                    "checksum of every tensor are as planned.",
                    nullptr, static_cast<int>(plan.entries.size()))
                    .arg(report.files.size() == 1 ? ExportText::tr("the file was") : ExportText::tr("the files were"));
  if (!report.backend.name.empty())
    paragraphs << ExportText::tr("%1 did %2 of %3 slabs, the CPU the others.")
                      .arg(QString::fromStdString(report.backend.name), QLocale().toString(report.backend.slabs),
                           QLocale().toString(report.slabs));
  for (const std::string& note : report.backend.notes) paragraphs << QString::fromStdString(note);
  if (report.zeroedValues > 0) {
    paragraphs << ExportText::tr("%n value(s) that were no numbers were written as 0, in %1.", nullptr,
                                 countForPlural(report.zeroedValues))
                      .arg(namesText(report.zeroedTensors));
  }
  if (report.saturatedValues > 0)
    paragraphs << ExportText::tr(
                      "%n value(s) beyond ±65504 do not fit f16 and were written as ±65504, in %1. bf16 holds them.",
                      nullptr, countForPlural(report.saturatedValues))
                      .arg(namesText(report.saturatedTensors));
  return paragraphs;
}

}  // namespace halftone::app
