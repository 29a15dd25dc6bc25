<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\Shelves;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\Test;

final class CartOnOwnStorageTest extends CartOnAnyStorage
{
    use WithoutItemLimit;

    protected function makeStorage(): StorageInterface
    {
        return Shelves::Own->storage('');
    }

    /**
     * Such a storage cannot tell which metadata there are, so they do not come along.
     */
    #[Test]
    public function conditionsAndMetadataAreUnitedAndTheTargetsWin(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addDiscount('SALE', '10%')->setMetadata('note', 'customer');
        $guest = $this->guest();
        $guest->add('bulb', 'Bulb', 100);
        $guest->addDiscount('SALE', '50%')->addFee('Card', '1');
        $guest->setMetadata('note', 'guest')->setMetadata('source', 'mail');
        $this->mergeGuest();

        $this->assertSame(['SALE', 'Card'], $this->again()->getConditions()->keys()->all());
        $this->assertSame(['customer', null], [$this->cart->getMetadata('note'), $this->cart->getMetadata('source')]);
        $this->assertTotal(181.0);
    }
}
