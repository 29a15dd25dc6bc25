<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Checkout\TakeBack;
use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\NotConfirmedException;
use Illuminate\Console\Command;

/**
 * Takes back everything that is held, and fails the orders that held it.
 */
class ClearCommand extends Command
{
    use AnswersInJson;

    protected $signature = 'reservations:clear
        {--reason= : Why; it is noted in the audit}
        {--confirm : Do not ask: it is meant}
        {--json : As one JSON object}';

    protected $description = 'Take back everything that is held, also from those who are paying now';

    /**
     * Asks unless it is confirmed, and takes everything back.
     */
    public function handle(TakeBack $takeBack): int
    {
        $confirmed = (bool) $this->option('confirm')
            || $this->confirm('This takes back what everybody holds, also those who are paying now. Is it meant?');

        try {
            $cleared = $takeBack->everything($confirmed, (string) $this->option('reason'));
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal, match (true) {
                $refusal instanceof NotConfirmedException => 'with --confirm',
                $refusal instanceof InvalidReservationException => 'with --reason=…',
                default => '',
            });
        }

        $this->answer(
            ['success' => true, 'cleared' => $cleared],
            fn () => $this->info("{$cleared} reservations are released."),
        );

        return self::SUCCESS;
    }
}
