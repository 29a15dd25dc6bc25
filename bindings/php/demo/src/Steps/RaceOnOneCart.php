<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Processes\OtherProcess;

/**
 * Many processes on one cart: what was acknowledged is there.
 */
final class RaceOnOneCart implements Step
{
    private const PROCESSES = 4;
    private const CUSTOMER = 'market-stall';

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $times = $stage->quick ? 10 : 50;
        $all = self::PROCESSES * $times;
        $narrator->chapter('Four processes, one cart');
        $narrator->tell(
            'Market day: ' . self::PROCESSES . " tills sell tickets on one cart, {$times} each, as fast as they can and all at"
            . ' the same time.',
        );

        $buyers = [];

        for ($till = 1; $till <= self::PROCESSES; $till++) {
            $buyers[] = new OtherProcess('buyer', $stage->directory, self::CUSTOMER, (string) $times);
        }

        $begun = hrtime(true);
        $answers = OtherProcess::race($buyers);
        $milliseconds = (hrtime(true) - $begun) / 1e6;
        $acknowledged = (int) array_sum(array_column($answers, 'acknowledged'));
        $overtaken = (int) array_sum(array_column($answers, 'overtaken'));

        $narrator->code('each', $answers[0]['php']);
        $narrator->show('took', sprintf(
            '%.0f ms for all, %.1f ms for the slowest add; %d of %d were overtaken and applied again',
            $milliseconds,
            max(array_column($answers, 'slowest')),
            $overtaken,
            $all,
        ));

        $cart = $stage->shop->cart(self::CUSTOMER);
        $quantity = $narrator->call(fn () => $cart->getTotalQuantity());
        $narrator->claim(
            $acknowledged >= 0.99 * $all,
            "{$acknowledged} of {$all} adds were acknowledged.",
            (string) $acknowledged,
        );
        $narrator->claim(
            $quantity === $acknowledged,
            "{$quantity} tickets are in the cart: every one that was acknowledged, and none twice.",
            "{$quantity} tickets for {$acknowledged} acknowledged adds.",
        );
        $narrator->claim(
            $stage->row(self::CUSTOMER)['version'] === $acknowledged,
            "The row's version is {$acknowledged}: each was stored once, on top of the one before.",
        );
    }
}
