<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

/**
 * A guest puts things into the cart; a row comes out.
 */
final class FillTheCart implements Step
{
    private const COLUMNS = 80;

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $laptop = $stage->laptop;
        $narrator->chapter('A guest fills the cart');
        $narrator->tell(
            'Somebody opens the shop on a laptop and buys a coffee roaster. The shop counts in cents, as Money does.',
        );

        $roaster = $narrator->visit($laptop->submit('POST', '/cart', ['product' => 'roaster', 'quantity' => 1]));
        $narrator->claim(
            $roaster->events === ['CartCreated', 'ItemAdded', 'CartUpdated', 'CartConditionAdded', 'CartUpdated'],
            'A cart was made, the roaster is in it, and the shop has put its sales tax on it.',
            implode(', ', $roaster->events),
        );

        $beans = $narrator->visit($laptop->submit('POST', '/cart', ['product' => 'beans', 'quantity' => 2]));
        $writes = array_filter($beans->statements, static fn ($one): bool => stripos($one->sql, 'update') === 0);
        $narrator->claim(
            count($writes) === 1,
            'To add to a cart is one read and one write, and the write says for which version it is. The read after'
            . ' it is the shop\'s question whether the tax is on the cart.',
            count($writes) . ' writes.',
        );
        $narrator->visit($laptop->submit('POST', '/cart', ['product' => 'filters', 'quantity' => 2]));
        $page = $narrator->visit($laptop->submit('PATCH', '/cart/filters', ['quantity' => 3]))->page;
        $narrator->claim(
            $page->quantities() === ['roaster' => 1, 'beans' => 2, 'filters' => 3],
            'The page shows one roaster, two sacks of beans and three boxes of filters.',
            json_encode($page->quantities()),
        );

        $this->showTheRow($stage);
    }

    private function showTheRow(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $row = (array) $stage->shop->lastRow();
        $narrator->tell('The cart is one row of your own database, in the table of the original package:');

        foreach (['id', 'identifier', 'instance', 'version'] as $column) {
            $narrator->show($column, (string) $row[$column]);
        }

        $narrator->show('items', implode("\n", mb_str_split($row['items'], self::COLUMNS)));
        $decoded = json_decode($row['items'], true, 512, JSON_THROW_ON_ERROR);
        $narrator->claim((int) $row['version'] === 5, 'Five changes, version 5.', "version {$row['version']}");
        $narrator->claim(
            $row['items'] === json_encode($decoded, JSON_THROW_ON_ERROR),
            'The text is, byte for byte, what PHP\'s json_encode() writes for these items.',
        );
    }
}
