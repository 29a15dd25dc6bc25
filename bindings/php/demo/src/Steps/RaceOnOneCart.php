<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Visitors\Visit;

/**
 * Many browsers on one cart: what was acknowledged is there.
 */
final class RaceOnOneCart implements Step
{
    private const TILLS = 4;

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $times = $stage->quick ? 5 : 25;
        $all = self::TILLS * $times;
        $narrator->chapter('Four tills, one cart');
        $narrator->tell(
            'Market day: Bob\'s ' . self::TILLS . ' tills are logged in under his name and put boxes of filters into'
            . " his cart, {$times} each, each its next as soon as all have an answer, all at the same time.",
        );

        $tills = [];

        for ($till = 1; $till <= self::TILLS; $till++) {
            $tills[$till] = $stage->browser("till {$till}");
            $tills[$till]->submit('POST', '/login', ['email' => 'bob@example.com', 'password' => 'secret']);
        }

        $acknowledged = 0;
        $overtaken = 0;
        $begun = hrtime(true);

        for ($time = 0; $time < $times; $time++) {
            $sent = array_map(
                static fn ($till): array => $till->send('POST', '/cart', ['product' => 'filters', 'quantity' => 1]),
                $tills,
            );

            foreach ($sent as $till => $request) {
                $visit = $tills[$till]->receive($request);
                $acknowledged += (int) ($visit->page->status === 302);
                $overtaken += (int) self::queued($visit);
            }
        }

        $narrator->show('each', 'POST /cart  product=filters quantity=1');
        $narrator->show('took', sprintf(
            '%.0f ms for all; %d of %d were overtaken and applied again',
            (hrtime(true) - $begun) / 1e6,
            $overtaken,
            $all,
        ));

        $cart = $stage->cart(Stage::BOB);
        $quantity = $narrator->call(fn () => $cart->getTotalQuantity());
        $narrator->claim(
            $acknowledged >= 0.99 * $all,
            "{$acknowledged} of {$all} were acknowledged.",
            (string) $acknowledged,
        );
        $narrator->claim(
            $quantity === $acknowledged,
            "{$quantity} boxes are in the cart: every one that was acknowledged, and none twice.",
            "{$quantity} boxes for {$acknowledged} acknowledged requests.",
        );
        $page = $narrator->visit($tills[1]->get('/cart'))->page;
        $narrator->claim(
            $page->summary()['Items'] === '$' . number_format($quantity * 6, 2),
            "That is what the page says, too: {$page->summary()['Items']}.",
            $page->summary()['Items'],
        );
    }

    /**
     * Whether others were faster, so that the change had to wait in line.
     */
    private static function queued(Visit $visit): bool
    {
        foreach ($visit->statements as $statement) {
            if (stripos($statement->sql, 'immediate') !== false) {
                return true;
            }
        }

        return false;
    }
}
