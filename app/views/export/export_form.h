// ExportForm: where the model goes and in how many files, and what is known about that before it is written.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>

#include "app/document/model_document.h"
#include "app/views/export/export_check.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QTextBrowser;

namespace halftone::app {

class ExportForm : public QWidget {
  Q_OBJECT

 public:
  // Starts with a name by convention and the source's folder, or the user's if that cannot be written.
  explicit ExportForm(const ModelDocument& document, QWidget* parent = nullptr);

  // What is wished; nothing while no file name is given.
  std::optional<ExportWish> wish() const;

  void showChecking();
  void showCheck(const ExportCheck& check);
  void showProblem(const QString& text);
  void showHint(const QString& text);

 signals:
  void changed();

 private:
  static QString suggestedName(const ModelDocument& document);
  void followPreset(const ModelDocument& document);
  static QString suggestedFolder(const Model& model);
  void chooseFolder();
  void followSplit();
  QWidget* makeFolderLine();
  QWidget* makeSplitLine(const Model& model);

  QString m_suggested;
  QLineEdit* m_name;
  QLineEdit* m_folder;
  QComboBox* m_split;
  QDoubleSpinBox* m_splitSize;
  QLabel* m_summary;
  QTextBrowser* m_notices;
  QLabel* m_state;
};

}  // namespace halftone::app
