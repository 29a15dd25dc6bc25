<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Exceptions\ReservedKeyException;
use Cartwright\Storage\HeldCart;
use Cartwright\Storage\HeldCarts;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ItemEdit;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Conditions that come and go by stored rules, wherever the cart is kept.
 */
final class HostedRulesTest extends TestCase
{
    private Directory $directory;

    private StorageInterface $storage;

    protected function setUp(): void
    {
        parent::setUp();
        $this->directory = new Directory();
    }

    /**
     * @return iterable<string, array{Shelves}>
     */
    public static function shelves(): iterable
    {
        foreach (Shelves::cases() as $shelf) {
            yield $shelf->value => [$shelf];
        }
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aConditionComesAndGoesWithTheItems(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->held()->registerDynamic($this->bulk());
        $this->assertSame([], $this->held()->conditions());
        $changed = $this->held()->add($this->item('mug', 3));

        $this->assertSame(['BULK'], array_map(static fn ($change) => $change->condition['name'], $changed->byRules));
        $this->assertSame(['why' => 'many'], $this->held()->conditions()['BULK']['attributes']);
        $this->held()->update('mug', ItemEdit::of(['quantity' => -1]));
        $this->assertSame([], $this->held()->conditions());
        $this->assertSame(['BULK'], array_keys($this->held()->dynamicConditions()));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whoIsUnregisteredIsTakenOff(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->held()->add($this->item('mug', 3));
        $this->held()->registerDynamic($this->bulk());
        $this->assertSame(['BULK'], array_keys($this->held()->conditions()));
        $this->held()->unregisterDynamic('BULK');

        $this->assertSame([], $this->held()->conditions());
        $this->assertSame([], $this->held()->dynamicConditions());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function rulesLookAtAttributesAndMetadata(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->held()->registerDynamic(new CartCondition('LARGE', 'fee', 'item', '+1', [], 0, [
            ['this_item' => ['attribute' => 'size', 'equals' => 'L']],
            ['metadata' => ['key' => 'tier', 'equals' => 'gold']],
        ]));
        $this->held()->add($this->item('mug', 1, ['size' => 'L']), $this->item('cup', 1, ['size' => 'S']));
        $this->assertSame([], $this->held()->item('mug')['conditions']);
        $this->held()->setMetadata('tier', 'gold');
        $this->held()->evaluate();

        $this->assertSame(['LARGE'], array_keys($this->held()->item('mug')['conditions']));
        $this->assertSame([], $this->held()->item('cup')['conditions']);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whatSomebodyElseHasPutOnStays(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->held()->addConditions(new CartCondition('BULK', 'discount', 'subtotal', '-5%'));
        $this->held()->registerDynamic($this->bulk());
        $this->held()->add($this->item('mug', 3));
        $this->held()->remove('mug');

        $this->assertSame('-5%', $this->held()->conditions()['BULK']['value']);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function theirPlaceIsNotForMetadata(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->held()->registerDynamic($this->bulk());

        foreach ([
            fn () => $this->held()->setMetadata('__cartwright_dynamic_conditions', []),
            fn () => $this->held()->removeMetadata('__cartwright_dynamic_conditions'),
        ] as $call) {
            try {
                $call();
                $this->fail('Nothing was thrown');
            } catch (ReservedKeyException) {
                $this->assertSame(['BULK'], array_keys($this->held()->dynamicConditions()));
            }
        }
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aVerdictOfTheApplicationIsFollowed(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->held()->add($this->item('mug', 1), $this->item('cup', 1));
        $each = new CartCondition('EACH', 'fee', 'item', '+1', ['of' => 1.0]);
        $this->held()->follow($each, ['mug']);
        $this->assertSame(['EACH'], array_keys($this->held()->item('mug')['conditions']));
        $this->held()->follow($each, ['cup']);

        $this->assertSame([], $this->held()->item('mug')['conditions']);
        $this->assertSame(['EACH'], array_keys($this->held()->item('cup')['conditions']));
        $this->held()->follow($this->bulk()->withoutRules(), true);
        $this->assertTrue(isset($this->held()->conditions()['BULK']));
        $this->held()->follow($this->bulk()->withoutRules(), false);
        $this->assertSame([], $this->held()->conditions());
    }

    private function open(Shelves $shelf): void
    {
        $shop = $shelf === Shelves::Database ? new SqliteShop($this->app) : null;
        $this->storage = $shelf->storage($this->directory->path, $shop);
    }

    private function held(): HeldCart
    {
        return HeldCarts::of($this->storage, 'a.guest', 'default');
    }

    private function bulk(): CartCondition
    {
        return new CartCondition('BULK', 'discount', 'subtotal', '-10%', ['why' => 'many'], 0, [['min_quantity' => 3]]);
    }

    /**
     * @param array<string, mixed> $attributes
     */
    private function item(string $id, int $quantity, array $attributes = []): ItemAddition
    {
        return new ItemAddition($id, ucfirst($id), 10, $quantity, $attributes, null, null);
    }
}
