      <li class="item" data-item="{{ $item->id }}">
        <span class="picture" aria-hidden="true">{{ App\Pages\Picture::of($item->id) }}</span>
        <div class="what">
          <h3>{{ $item->name }}</h3>
@if ($item->attributes->isNotEmpty() || $item->hasConditions())
          <p class="details">
@foreach ($item->attributes as $name => $detail)
            <span>{{ ucfirst((string) $name) }} {{ $detail }}</span>
@endforeach
@foreach ($item->getConditions() as $condition)
            <span class="badge good">{{ $condition->getName() }} {{ App\Pages\Amount::signed((string) $condition->getValue()) }}</span>
@endforeach
          </p>
@endif
        </div>
        <p class="each">
          <span class="unseen">Quantity</span> <span class="quantity">{{ $item->quantity }}</span>
          <span aria-hidden="true">×</span><span class="unseen">at</span>
@if ($item->hasConditions())
          <del><span class="unseen">was</span> {{ $item->getPriceWithoutConditions()->format() }}</del>
@endif
          {{ $item->getPrice()->format() }}
        </p>
        <p class="amount">{{ App\Pages\Amount::of($item->getSubtotal()) }}</p>
@isset($actions)
        <div class="actions">{{ $actions }}</div>
@endisset
      </li>
