<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Merge\MergeConflict;
use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Storage\CartMerge;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Two carts become one, wherever they are kept.
 */
final class HostedMergeTest extends TestCase
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
    public function theTargetTakesInWhatTheSourceHas(Shelves $shelf): void
    {
        $this->open($shelf);
        $result = CartMerge::merge($this->storage, 'user', 'guest');
        $content = $this->cart('user')->content();

        $this->assertSame(['mug' => 5, 'pot' => 1, 'cup' => 1], array_column($content['items'], 'quantity', 'id'));
        $this->assertSame('Mug of the user', $content['items']['mug']['name']);
        $this->assertSame(['of' => 'guest'], $content['items']['cup']['attributes']);
        $this->assertSame(['vat' => '10%', 'wrap' => '+1'], array_column($content['conditions'], 'value', 'name'));
        $this->assertTrue($this->cart('guest')->isEmpty());
        $this->assertSame([true, false, 7, 1], [
            $result->merged,
            $result->moved,
            $result->quantity,
            count($result->conflicts),
        ]);
        $this->assertSame(['mug', 'Mug of the guest', 5], [
            $result->conflicts[0]->id,
            $result->conflicts[0]->source->name,
            $result->conflicts[0]->quantity,
        ]);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function metadataComesAlongWhereTheTargetHasNone(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->cart('guest')->setMetadata('note', 'of the guest')->setMetadata('coupon', 'SAVE');
        $this->cart('user')->setMetadata('note', 'of the user');
        CartMerge::merge($this->storage, 'user', 'guest');

        $this->assertSame('of the user', $this->cart('user')->getMetadata('note'));
        // A storage of the application cannot tell which metadata there are.
        $this->assertSame($shelf === Shelves::Own ? null : 'SAVE', $this->cart('user')->getMetadata('coupon'));
        $this->assertNull($this->cart('guest')->getMetadata('coupon'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aQuantityStopsAtTheLimit(Shelves $shelf): void
    {
        $this->open($shelf);
        config(['cart.limits.max_item_quantity' => 4]);
        $result = CartMerge::merge($this->storage, 'user', 'guest');

        $this->assertSame(4, $this->cart('user')->get('mug')->quantity);
        $this->assertSame(['mug'], $result->limited);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anEmptyTargetIsReplacedByTheSource(Shelves $shelf): void
    {
        $this->open($shelf);
        $this->cart('guest')->setMetadata('coupon', 'SAVE');
        $result = CartMerge::merge($this->storage, 'nobody', 'guest');

        $this->assertTrue($result->moved);
        $this->assertSame(['mug', 'cup'], array_keys($this->cart('nobody')->content()['items']));
        $this->assertSame('SAVE', $this->cart('nobody')->getMetadata('coupon'));
        $this->assertTrue($this->cart('guest')->isEmpty());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anEmptySourceIsLeftAlone(Shelves $shelf): void
    {
        $this->open($shelf);
        $result = CartMerge::merge($this->storage, 'user', 'nobody');

        $this->assertFalse($result->merged);
        $this->assertSame(['mug', 'pot'], array_keys($this->cart('user')->content()['items']));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whoIsAskedDecides(Shelves $shelf): void
    {
        $this->open($shelf);
        CartMerge::merge(
            $this->storage,
            'user',
            'guest',
            strategy: MergeStrategy::KeepUserCart,
            decide: static fn (MergeConflict $conflict): MergeDecision => $conflict->source->name === 'Mug of the guest'
                ? MergeDecision::takeSource()
                : MergeDecision::quantity(0),
        );

        $this->assertSame('Mug of the guest', $this->cart('user')->get('mug')->name);
    }

    private function open(Shelves $shelf): void
    {
        $shop = $shelf === Shelves::Database ? new SqliteShop($this->app) : null;
        $this->storage = $shelf->storage($this->directory->path, $shop);
        $user = $this->cart('user');
        $user->add('mug', 'Mug of the user', 10, 2);
        $user->add('pot', 'Pot', 5);
        $user->addCondition(new CartCondition('vat', 'tax', 'subtotal', '10%'));
        $guest = $this->cart('guest');
        $guest->add('mug', 'Mug of the guest', 12, 3);
        $guest->add('cup', 'Cup', 1, 1, ['of' => 'guest']);
        $guest->addCondition([
            new CartCondition('vat', 'tax', 'subtotal', '20%'),
            new CartCondition('wrap', 'fee', 'total', '+1'),
        ]);
    }

    private function cart(string $identifier): Cart
    {
        return new Cart($this->storage, $identifier);
    }
}
