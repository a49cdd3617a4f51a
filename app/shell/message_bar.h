// MessageBar: what went wrong, in words, above everything else until it is closed or the next thing works.
// Thread-safety: GUI thread only.
#pragma once

#include <QLabel>
#include <QWidget>

namespace halftone::app {

class MessageBar : public QWidget {
  Q_OBJECT

 public:
  explicit MessageBar(QWidget* parent = nullptr);
  void show(const QString& title, const QString& text);
  // Shows it below what is shown already.
  void add(const QString& title, const QString& text);
  QString text() const { return m_text->text(); }

 private:
  QLabel* m_title;
  QLabel* m_text;
};

}  // namespace halftone::app
