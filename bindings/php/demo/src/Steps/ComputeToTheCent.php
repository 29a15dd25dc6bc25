<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Narration\Description;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Conditions and totals, where floats lose cents.
 */
final class ComputeToTheCent implements Step
{
    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $cart = $stage->cart;
        $narrator->chapter('Conditions, and totals to the cent');
        $narrator->tell(
            'The deposit of $10,000 is paid, the café is in the club, and there is sales tax. What stands on the'
            . ' subtotal is applied first; the subtotal is rounded once; then comes what stands on the total.',
        );

        $narrator->call(fn () => $cart->addCondition([
            new CartCondition('Deposit paid', 'deposit', 'subtotal', '-10000'),
            new CartCondition('Café club', 'discount', 'subtotal', '-5%'),
            new CartCondition('Sales tax', 'tax', 'total', '+8.25%'),
        ]));
        $narrator->claim(count($narrator->lastStatements()) === 1, 'Three conditions, one statement.');

        $narrator->tell(
            'A read asks whether the cart still is what the engine holds. The text comes along only if it is not.',
        );
        $subtotal = $narrator->call(fn () => $cart->subtotal())->getAmount();
        $total = $narrator->call(fn () => $cart->total())->getAmount();

        $narrator->tell('The same in floats, step by step as a cart in plain PHP computes it:');
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
            'On paper: 10,349.80 + 31.50 + 18.00 − 10,000.00 = 399.30; less 5 % is 379.335, so 379.34;'
            . ' plus 8.25 % is 410.63555, so 410.64.',
        );
        $narrator->claim(
            $subtotal === 379.34 && $total === 410.64,
            'The engine says so too: ' . Description::dollars($subtotal) . ' and ' . Description::dollars($total) . '.',
            "{$subtotal} and {$total}.",
        );
        $narrator->claim(
            $floats['subtotal'] === 379.33 && $floats['total'] === 410.62,
            'The floats are a cent short on the subtotal, and tax makes it two: '
            . Description::dollars($floats['subtotal']) . ' and ' . Description::dollars($floats['total']) . '.',
            "{$floats['subtotal']} and {$floats['total']}.",
        );
    }
}
