<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * Items go in; a row comes out.
 */
final class FillTheCart implements Step
{
    private const COLUMNS = 80;

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('Items');
        $narrator->tell(
            'Café Lune buys a coffee roaster. A price may be text as people write it, a float or an int. This shop'
            . ' stores dollars.',
        );

        $cart = $narrator->call(
            fn () => new Cart(new DatabaseStorage(DB::connection()), 'cafe-lune', app('events')),
        );
        $stage->enter($cart);
        $narrator->claim($narrator->lastStatements() === [], 'Making a Cart asks the database nothing.');

        $roaster = $narrator->call(
            fn () => $cart->add('roaster', 'Coffee roaster, 5 kg', '$10,349.80'),
        );
        $narrator->claim($roaster->price === 10349.8, 'The text "$10,349.80" is the number 10349.8.');

        $narrator->call(
            fn () => $cart->add('beans', 'Green beans, 10 kg', '17.50', 2, ['origin' => 'Guji'], [
                new CartCondition('Harvest week', 'discount', 'item', '-10%'),
            ]),
        );
        $narrator->claim(
            count($narrator->lastStatements()) === 1,
            'This add was one statement: the engine still had the cart, and the UPDATE says for which version.',
        );

        $filters = $narrator->call(fn () => $cart->add('filters', 'Paper filters, 1000', 6, 3));
        $narrator->claim($filters->price === 6, 'An int stays an int.');

        $this->showTheRow($stage);
    }

    private function showTheRow(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $row = $stage->row();
        $narrator->tell('The cart is one row of your own database, in the table of the original package:');

        foreach (['id', 'identifier', 'instance', 'version'] as $column) {
            $narrator->show($column, (string) $row[$column]);
        }

        $narrator->show('items', implode("\n", mb_str_split($row['items'], self::COLUMNS)));
        $decoded = json_decode($row['items'], true, 512, JSON_THROW_ON_ERROR);
        $narrator->claim($row['version'] === 3, 'Three changes, version 3.');
        $narrator->claim(
            $row['items'] === json_encode($decoded, JSON_THROW_ON_ERROR),
            'The text is, byte for byte, what PHP\'s json_encode() writes for these items.',
        );
    }
}
