<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Visitors\Visitor;
use Cartwright\Reservations\Facades\Reservations;

/**
 * Two buyers of the last one: one goes on to pay, the other is told at once.
 */
final class HoldTheLastUnit implements Step
{
    private const ADDRESS = ['name' => 'A guest', 'address' => 'Market 1'];

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('The last roaster');
        $narrator->tell(
            'There is one roaster on the shelf. A bistro and a kiosk have it in their carts, and order at the same'
            . ' moment, each with a worker of its own.',
        );
        $buyers = ['bistro' => $stage->browser('bistro'), 'kiosk' => $stage->browser('kiosk')];

        foreach ($buyers as $buyer) {
            $buyer->submit('POST', '/cart', ['product' => 'roaster', 'quantity' => 1]);
        }

        $sent = array_map(static fn (Visitor $buyer): array => $buyer->send('POST', '/checkout', self::ADDRESS), $buyers);
        $narrator->show('each', 'POST /checkout');
        $paying = [];

        foreach ($sent as $who => $request) {
            $visit = $buyers[$who]->receive($request);
            $path = (string) parse_url((string) $visit->page->header('location'), PHP_URL_PATH);
            $narrator->show($who, "is sent to {$path}: " . implode(', ', $visit->events));
            str_starts_with($path, '/pay/') && $paying[$who] = $path;
        }

        $narrator->claim(count($paying) === 1, 'One of them is sent on to pay.', implode(', ', array_keys($paying)));
        $first = array_key_first($paying);
        [$winner, $loser] = [$buyers[$first], $buyers[$first === 'bistro' ? 'kiosk' : 'bistro']];
        $this->tellTheOther($stage, $loser->get('/cart')->page->refusals());
        $stock = $narrator->call(fn () => Reservations::stock('roaster')->jsonSerialize());
        $narrator->claim([$stock['held'], $stock['available']] === [1, 0], 'It is held, and there is no other.');

        $this->pay($stage, $winner, $paying[$first]);
        $this->tellTheOther($stage, $loser->submit('POST', '/checkout', self::ADDRESS)->page->refusals());
    }

    private function pay(Stage $stage, Visitor $winner, string $path): void
    {
        $narrator = $stage->narrator;
        $narrator->tell('The first one pays; the bank, which the shop plays itself, tells it twice.');
        $paid = $narrator->visit($winner->submit('POST', $path, ['card' => 'good']));
        $again = $narrator->visit($winner->submit('POST', $path, ['card' => 'good']));
        $stock = $narrator->call(fn () => Reservations::stock('roaster')->jsonSerialize());
        $narrator->claim(
            in_array('ReservationCommitted', $paid->events, true) && ! in_array('ReservationCommitted', $again->events, true)
                && $paid->answer() === $again->answer() && [$stock['sold'], $stock['onHand']] === [1, 0],
            'It is sold once, and both times the answer was the same.',
            "{$stock['sold']} sold; {$again->answer()}",
        );
    }

    /**
     * @param list<string> $refusals
     */
    private function tellTheOther(Stage $stage, array $refusals): void
    {
        $stage->narrator->claim(
            $refusals === ['Somebody else has the last of: Coffee roaster, 5 kg.'],
            'The other one reads: ' . implode(' ', $refusals),
            implode(' ', $refusals),
        );
    }
}
