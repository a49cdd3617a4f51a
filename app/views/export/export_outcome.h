// ExportOutcome: how an export ended: what was written and checked, or what went wrong and what to do.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>

#include "core/base/error.h"
#include "core/plan/plan.h"
#include "core/run/quantize.h"

class QLabel;
class QPushButton;

namespace halftone::app {

class ExportOutcome : public QWidget {
  Q_OBJECT

 public:
  explicit ExportOutcome(QWidget* parent = nullptr);

  void showReport(const QuantizeReport& report, const Plan& plan);
  void showError(const Error& error, std::size_t files);  // of how many files the export was
  // For an export of `model` that ended after another model was opened: nothing can be exported again from here.
  void showThatAnotherModelIsOpen(const QString& model);
  // What can be done next, for the dialog's row of buttons; shown only with the page.
  QList<QPushButton*> buttons() const { return {m_folder, m_back, m_zeros}; }

 signals:
  void backRequested();
  void zerosRequested();  // export again, with 0 for values that are no numbers

 private:
  void show(const QString& title, const QString& text);

  QLabel* m_title;
  QLabel* m_text;
  QPushButton* m_folder;
  QPushButton* m_back;
  QPushButton* m_zeros;
  QString m_path;
};

}  // namespace halftone::app
