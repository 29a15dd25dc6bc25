<?php

declare(strict_types=1);

namespace Cartwright\Versions\Notifications;

use Cartwright\Versions\Events\AtomicCacheAlert;
use Illuminate\Notifications\Messages\MailMessage;
use Illuminate\Notifications\Notification;

/**
 * Tells people of an alarm, by the ways that `versions.monitoring.notify` names.
 */
class AtomicCacheAlertNotification extends Notification
{
    /**
     * @param list<string> $channels
     */
    public function __construct(public readonly AtomicCacheAlert $alert, public readonly array $channels)
    {
    }

    /**
     * The channels that it goes by.
     *
     * @return list<string>
     */
    public function via(object $notifiable): array
    {
        return $this->channels;
    }

    /**
     * The alarm as a mail.
     */
    public function toMail(object $notifiable): MailMessage
    {
        $mail = (new MailMessage())->error()->subject($this->alert->type->message());

        foreach ($this->toArray($notifiable)['metrics'] as $name => $value) {
            $mail->line("{$name}: " . (is_scalar($value) ? var_export($value, true) : json_encode($value)));
        }

        foreach ($this->alert->actionsTaken as $action) {
            $mail->line("Done: {$action}");
        }

        return $mail;
    }

    /**
     * The alarm for any other channel.
     *
     * @return array{type: string, message: string, metrics: array<string, mixed>, actions_taken: list<string>}
     */
    public function toArray(object $notifiable): array
    {
        return [
            'type' => $this->alert->type->value,
            'message' => $this->alert->type->message(),
            'metrics' => $this->alert->metrics,
            'actions_taken' => $this->alert->actionsTaken,
        ];
    }
}
