<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Processes\OtherProcess;

/**
 * What it costs, on this machine, now.
 */
final class TakeTheTime implements Step
{
    private const PAGES = 15;

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('What it costs');
        $times = $stage->quick ? 200 : 2000;
        $stopwatch = new OtherProcess('stopwatch', $stage->place->storage, 'stopwatch', (string) $times);
        $measured = $stopwatch->begin()->answer();
        $narrator->tell(
            'Measured just now on this machine, in a process where nobody listens in: a cart of'
            . " {$measured['items']} items that was used before, the median of {$times} calls."
            . ' The disk is not waited for (synchronous = normal). `make bench` measures more, and cold carts too.',
        );

        foreach (
            [
                'add' => ['$cart->add(…) of an item that is there, with its events, committed', 'add'],
                'commit' => ['the same row written by PDO alone, committed', 'commit'],
                'total' => ['$cart->total(), with the question whether the cart is still the same', 'total'],
                'native' => ['an empty call from PHP into Rust', 'floor'],
            ] as $key => [$what, $label]
        ) {
            $narrator->show($label, sprintf('%8.1f µs  %s', $measured[$key], $what), 13);
        }

        $narrator->claim(
            $measured['quantity'] === 1 + $measured['adds'],
            "Each of the {$measured['adds']} adds that were timed is in the cart.",
        );
        $expected = 101 * $measured['quantity'] + array_sum(range(102, 110));
        $narrator->claim(
            (float) $measured['amount'] === (float) $expected,
            'The total that was timed is the sum: $' . number_format($expected) . '.',
            (string) $measured['amount'],
        );

        $this->pages($stage);
    }

    /**
     * What a buyer waits for: the whole of Laravel, with sessions, the database and Blade.
     */
    private function pages(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $requests = [
            'page' => static fn () => $stage->laptop->get('/cart'),
            'json' => static fn () => $stage->laptop->get('/cart.json'),
        ];
        $narrator->tell('And what a buyer waits for, over HTTP from PHP\'s development server:');

        foreach ($requests as $label => $request) {
            $times = [];

            for ($time = 0; $time < self::PAGES; $time++) {
                $begun = hrtime(true);
                $visit = $request();
                $times[] = hrtime(true) - $begun;
            }

            sort($times);
            $narrator->show($label, sprintf(
                '%8.1f ms  %s, the median of %d',
                $times[intdiv(self::PAGES, 2)] / 1e6,
                $visit->request,
                self::PAGES,
            ), 13);
        }
    }
}
