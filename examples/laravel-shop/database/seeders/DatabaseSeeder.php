<?php

declare(strict_types=1);

namespace Database\Seeders;

use App\Models\Product;
use App\Models\User;
use Cartwright\Reservations\Facades\Reservations;
use Illuminate\Database\Seeder;
use Illuminate\Support\Facades\Hash;

/**
 * Goods for cafés, and two customers.
 */
class DatabaseSeeder extends Seeder
{
    public function run(): void
    {
        $goods = [
            ['filters', 'Paper filters, 1000', 'Unbleached, for flat-bottomed brewers.', 600, [], null, null],
            ['cups', 'Porcelain cups, 6', 'Thick walls, so that they stay warm.', 2450, ['colour' => 'Sand'], null, null],
            ['beans', 'Green beans, 10 kg', 'Washed, last harvest.', 1750, ['origin' => 'Guji'], '-10%', 'Harvest week'],
            ['tamper', 'Tamper, 58 mm', 'Steel and walnut.', 2400, [], null, null],
            ['grinder', 'Hand grinder', 'Conical burrs.', 8900, [], null, null],
            ['roaster', 'Coffee roaster, 5 kg', 'Drum roaster, gas.', 1034980, ['voltage' => '230 V'], null, null],
        ];

        foreach ($goods as [$id, $name, $description, $price, $details, $offer, $offerName]) {
            Product::query()->updateOrCreate(['id' => $id], [
                'name' => $name,
                'description' => $description,
                'price' => $price,
                'details' => $details,
                'offer' => $offer,
                'offer_name' => $offerName,
            ]);
        }

        // What is on the shelf. The store of reservations counts it from here on.
        foreach (array_column($goods, 0) as $id) {
            if (Reservations::stock($id)->policy === 'unknown') {
                Reservations::setStock($id, $id === 'roaster' ? 1 : 100);
            }
        }

        foreach (['ann' => 'Ann of Café Lune', 'bob' => 'Bob of the Bistro'] as $id => $name) {
            User::query()->firstOrCreate(
                ['email' => "{$id}@example.com"],
                ['name' => $name, 'password' => Hash::make('secret')],
            );
        }
    }
}
