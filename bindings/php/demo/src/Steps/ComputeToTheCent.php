<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

/**
 * Conditions and totals, where floats lose cents.
 */
final class ComputeToTheCent implements Step
{
    private const WIDTH = 36;

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('Conditions, and totals to the cent');
        $narrator->tell(
            'The deposit of $10,000 is paid, and the café is in the club: two coupons. What stands on the subtotal is'
            . ' applied first, then the sales tax, which stands on the total.',
        );

        $narrator->visit($stage->laptop->submit('POST', '/coupons', ['code' => 'DEPOSIT']));
        $page = $narrator->visit($stage->laptop->submit('POST', '/coupons', ['code' => 'CLUB']))->page;

        foreach ($page->summary() as $label => $amount) {
            $gap = str_repeat(' ', max(2, self::WIDTH - mb_strwidth($label . $amount)));
            $narrator->show('', "{$label}{$gap}{$amount}");
        }

        $narrator->tell('The same in floats and dollars, step by step as a cart in plain PHP computes it:');
        $floats = $narrator->call(function (): array {
            $sum = 10349.80 + 2 * (17.50 - 17.50 * 0.10) + 3 * 6.0;
            $sum = $sum - 10000;
            $sum = $sum - $sum * 0.05;
            $subtotal = round($sum, 2);

            return [
                'before rounding' => $sum,
                'subtotal' => $subtotal,
                'total' => round($subtotal + $subtotal * 0.0825, 2),
            ];
        });

        $narrator->tell(
            'On paper: 10,349.80 + 31.50 + 18.00 − 10,000.00 = 399.30; less 5 % is 379.335, so 379.34 to pay before'
            . ' tax; plus 8.25 % is 410.6301…, so 410.63.',
        );
        $summary = $page->summary();
        $narrator->claim(
            $summary['Subtotal'] === '$379.34' && $summary['Total'] === '$410.63',
            'The shop\'s page says so too: $379.34 and $410.63.',
            "{$summary['Subtotal']} and {$summary['Total']}.",
        );
        $cart = $stage->laptop->get('/cart.json')->page->json()['data'];
        $narrator->claim(
            $cart['subtotal'] === ['amount' => 37933.5, 'formatted' => '$379.34']
                && $cart['total'] === ['amount' => 41063.01, 'formatted' => '$410.63'],
            'So does its JSON, where no half cent is lost: 37933.5 and 41063.01.',
            json_encode([$cart['subtotal'], $cart['total']]),
        );
        $narrator->claim(
            $floats['subtotal'] === 379.33 && $floats['total'] === 410.62,
            'The floats are a cent short on both: $379.33 and $410.62.',
            "{$floats['subtotal']} and {$floats['total']}.",
        );
    }
}
