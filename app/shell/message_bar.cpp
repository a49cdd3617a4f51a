#include "app/shell/message_bar.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace halftone::app {

MessageBar::MessageBar(QWidget* parent) : QWidget(parent), m_title(new QLabel(this)), m_text(new QLabel(this)) {
  setBackgroundRole(QPalette::ToolTipBase);
  setAutoFillBackground(true);
  auto* icon = new QLabel(this);
  icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(24, 24));
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_text->setWordWrap(true);
  for (QLabel* label : {m_title, m_text}) {
    label->setForegroundRole(QPalette::ToolTipText);
    label->setTextFormat(Qt::PlainText);  // a file's name is no markup
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  auto* close = new QToolButton(this);
  close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
  close->setAutoRaise(true);
  close->setAccessibleName(tr("Close this message"));
  close->setToolTip(tr("Close this message"));
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(m_title);
  words->addWidget(m_text);
  auto* layout = new QHBoxLayout(this);
  layout->addWidget(icon, 0, Qt::AlignTop);
  layout->addLayout(words, 1);
  layout->addWidget(close, 0, Qt::AlignTop);
  hide();
}

void MessageBar::show(const QString& title, const QString& text) {
  m_title->setText(title);
  m_text->setText(text);
  setAccessibleName(title);
  setAccessibleDescription(text);
  QWidget::show();
}

void MessageBar::add(const QString& title, const QString& text) {
  if (isHidden()) return show(title, text);
  show(title == m_title->text() ? title : tr("Not everything can be opened"),
       m_text->text() + QLatin1Char('\n') + text);
}

}  // namespace halftone::app
