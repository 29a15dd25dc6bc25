<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\KnownReservation;
use Cartwright\Reservations\Line;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Console\Command;

/**
 * Shows reservations: of an order, of an item, or those that are held.
 */
class ShowCommand extends Command
{
    use AnswersInJson;

    private const STATES = ['held', 'committed', 'released', 'expired', 'all'];

    protected $signature = 'reservations:show
        {order? : The reservation of this order}
        {--item= : The stock of this item, and who holds it}
        {--vendor= : Whose item, if not the shop\'s}
        {--kind= : Of which kind, if not the usual one}
        {--owner= : Only of this owner}
        {--state=held : held, committed, released, expired or all}
        {--limit=50 : At most so many}
        {--json : As JSON}';

    protected $description = 'Show reservations, or the stock of an item';

    /**
     * Shows what the argument and the options ask for.
     */
    public function handle(ReservationManager $reservations): int
    {
        try {
            return match (true) {
                $this->argument('order') !== null => $this->order($reservations, $this->argument('order')),
                $this->option('item') !== null => $this->item($reservations, new Line(
                    $this->option('item'),
                    kind: $this->option('kind'),
                    vendor: $this->option('vendor'),
                )),
                default => $this->many($reservations),
            };
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }
    }

    private function order(ReservationManager $reservations, string $order): int
    {
        $known = $reservations->find($order);

        if ($known === null) {
            $message = "Nothing is known of the order {$order}";
            $this->answer(
                ['success' => false, 'message' => $message, 'error' => 'reservation_unknown'],
                fn () => $this->error($message),
            );

            return self::FAILURE;
        }

        $this->answer($known->jsonSerialize(), function () use ($known): void {
            $this->reservations([$known]);
            $this->table(
                ['Item', 'Quantity'],
                array_map(static fn (array $line): array => [$line['key'], $line['quantity']], $known->lines),
            );
        });

        return self::SUCCESS;
    }

    private function item(ReservationManager $reservations, Line $item): int
    {
        $stock = $reservations->stock($item);
        $holder = $reservations->holder($item);
        $this->answer(['stock' => $stock, 'holder' => $holder], function () use ($stock, $holder): void {
            $this->table(['Item', 'Policy', 'On hand', 'Held', 'Available', 'Sold'], [[
                $stock->key,
                $stock->policy,
                $stock->onHand ?? '-',
                $stock->held,
                $stock->available ?? 'no limit',
                $stock->sold,
            ]]);
            $holder === null || $this->reservations([$holder]);
        });

        return self::SUCCESS;
    }

    private function many(ReservationManager $reservations): int
    {
        $limit = $this->option('limit');

        if (! is_string($limit) || ! ctype_digit($limit)) {
            $this->error('--limit takes a number from 0.');

            return self::INVALID;
        }

        if (! in_array($this->option('state'), self::STATES, true)) {
            $this->error('--state is one of ' . implode(', ', self::STATES) . '.');

            return self::INVALID;
        }

        $state = $this->option('state') === 'all' ? null : $this->option('state');
        $known = iterator_to_array($reservations->all($state, $this->option('owner'), (int) $limit), false);
        $this->answer($known, fn () => $known === []
            ? $this->info('There is no such reservation.')
            : $this->reservations($known));

        return self::SUCCESS;
    }

    /**
     * @param list<KnownReservation> $reservations
     */
    private function reservations(array $reservations): void
    {
        $this->table(['Order', 'Owner', 'State', 'Lines', 'Seconds left'], array_map(
            static fn (KnownReservation $known): array => [
                $known->order,
                $known->owner,
                $known->state . ($known->forced ? ' by force' : '') . ($known->late ? ', late' : ''),
                count($known->lines),
                intdiv($known->remainingMs, 1000),
            ],
            $reservations,
        ));
    }
}
