<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Checkout\TakeBack;
use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\InvalidReservationException;
use Illuminate\Console\Command;

/**
 * Takes back what an order holds, in spite of whoever holds it, and fails the order.
 */
class ReleaseCommand extends Command
{
    use AnswersInJson;

    protected $signature = 'reservations:release
        {order : Whose reservation}
        {--reason= : Why; it is noted in the audit}
        {--json : As one JSON object}';

    protected $description = 'Take back what an order holds';

    /**
     * Takes it back for the reason that is given.
     */
    public function handle(TakeBack $takeBack): int
    {
        $order = $this->argument('order');

        try {
            $fence = $takeBack->of($order, (string) $this->option('reason'));
        } catch (EngineRefusal $refusal) {
            $hasNoReason = $refusal instanceof InvalidReservationException && (string) $this->option('reason') === '';

            return $this->failWith($refusal, $hasNoReason ? 'with --reason=…' : '');
        }

        $this->answer(
            ['success' => true, 'order' => $order, 'fence' => $fence],
            fn () => $this->info("What the order {$order} held is released."),
        );

        return self::SUCCESS;
    }
}
