  <section class="timeline" aria-labelledby="timeline">
    <h2 id="timeline">What happened</h2>
    <p class="note">The events that a listener of the shop has written down, in their order. Times are UTC.</p>
    <ol>
@foreach ($journal as $entry)
      <li>
        <time datetime="{{ $entry->time }}">{{ substr($entry->time, 11, 12) }}</time>
        <div>
          <p class="says">{{ App\Pages\Amount::signed($entry->about !== '' ? $entry->about : ($entry->event === 'CartCreated' ? 'A new cart' : 'The cart was cleared')) }}</p>
          <p class="event"><code>{{ $entry->event }}</code> <span class="badge">{{ Illuminate\Support\Str::limit($entry->device, 24) }}</span></p>
        </div>
      </li>
@endforeach
    </ol>
  </section>
